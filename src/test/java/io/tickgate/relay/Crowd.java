package io.tickgate.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;

/**
 * Many clients on one loop that go on wherever they are sent, and note how long they had no data.
 */
final class Crowd implements AutoCloseable {
  /** Few enough at once for any backlog. */
  private static final int OPENING = 32;

  private static final int MAX_HEAD = 16_384;

  private final URI uri;
  private final SslContext tls;
  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final EventLoop loop = group.next();
  private final List<CrowdClient> clients = new ArrayList<>();

  // the loop's, since the last look
  private int open;
  private int attempts;
  private long lookedNanos;
  private final Map<Integer, Integer> codes = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final Map<Long, Integer> opened = new TreeMap<>(); // by seconds

  /** Nobody yet; they will trust that certificate. */
  Crowd(URI uri, Path certificate) throws SSLException {
    this.uri = uri;
    tls =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(certificate.toFile())
            .build();
  }

  /**
   * What became of all clients since the last look.
   *
   * @param moved clients that had to connect again
   * @param attempts connections that were begun
   * @param longestMillis without data, of any client
   * @param longestBeyondAssignedMillis the same, less what each was told to wait
   * @param codes with how many connections ended how
   * @param perSecond connections that came to be open, by second since the look
   */
  record Report(
      int moved,
      int attempts,
      long longestMillis,
      long longestBeyondAssignedMillis,
      Map<Integer, Integer> codes,
      Map<String, Integer> failures,
      Map<Long, Integer> perSecond) {}

  /** Connects so many, each to one of the symbols in turn; returns when all have data. */
  void open(int count, List<String> symbols, int intervalMillis) {
    for (int i = 0; i < count; i++) {
      String symbol = symbols.get(i % symbols.size());
      CrowdClient client = new CrowdClient(this, symbol, intervalMillis);
      clients.add(client);
      loop.execute(() -> connect(client));
      int most = clients.size() - OPENING;
      await("clients come in", () -> onLoop(() -> open) > most);
    }
    awaitSettled();
  }

  /** Waits until all are connected and have had data. */
  void awaitSettled() {
    await("all have data", () -> onLoop(() -> clients.stream().allMatch(CrowdClient::served)));
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Nodes.await(what, condition);
    } catch (AssertionError e) {
      throw new AssertionError(what + ": " + onLoop(() -> open + " open, " + failures), e);
    }
  }

  /** From now on is what the next report is about. */
  void look() {
    onLoop(
        () -> {
          attempts = 0;
          lookedNanos = System.nanoTime();
          List.of(codes, failures, opened).forEach(Map::clear);
          clients.forEach(CrowdClient::look);
          return true;
        });
  }

  Report report() {
    return onLoop(
        () ->
            new Report(
                (int) clients.stream().filter(each -> each.reconnects() > 0).count(),
                attempts,
                clients.stream().mapToLong(CrowdClient::longestMillis).max().orElse(0),
                clients.stream()
                    .mapToLong(each -> each.longestMillis() - each.assignedMillis())
                    .max()
                    .orElse(0),
                Map.copyOf(codes),
                Map.copyOf(failures),
                new TreeMap<>(opened)));
  }

  private <T> T onLoop(Callable<T> task) {
    try {
      return loop.submit(task).get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    onLoop(
        () -> {
          clients.forEach(CrowdClient::close);
          return true;
        });
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  // ---- what clients call, on the loop

  EventLoop loop() {
    return loop;
  }

  void connect(CrowdClient client) {
    attempts++;
    new Bootstrap()
        .group(group)
        .channel(NioSocketChannel.class)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(tls.newHandler(channel.alloc(), uri.getHost(), uri.getPort()))
                    .addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_HEAD))
                    .addLast(new WebSocketClientProtocolHandler(config()))
                    .addLast(client.handler());
              }
            })
        .connect(uri.getHost(), uri.getPort())
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                client.onFailed(done.cause());
              }
            });
  }

  private WebSocketClientProtocolConfig config() {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri(uri)
        .subprotocol("tickgate.v1.json")
        .handleCloseFrames(false)
        .build();
  }

  void onOpen() {
    open++;
    long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lookedNanos);
    opened.merge(second, 1, Integer::sum);
  }

  void onGone(int code) {
    open--;
    codes.merge(code, 1, Integer::sum);
  }

  void onFailure(Throwable cause) {
    failures.merge(String.valueOf(cause), 1, Integer::sum);
  }
}
