package io.tickgate.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a {@link Workload} on one loop. Callers use one thread, which isn't the loop; what
 * the getters give is settled when nothing is being measured.
 */
public final class LoadClient implements Connection.Owner, AutoCloseable {
  /** Few enough at once for any server's backlog. */
  private static final int OPENING = 64;

  /** How often a slow client reads; finer makes it no slower. */
  private static final int SLOW_READS_PER_SECOND = 10;

  private static final int SLOW_RECEIVE_BUFFER = 16_384;
  private static final int SAMPLE_MILLIS = 100;
  private static final int MAX_FAULTS = 5;

  private final Workload workload;
  private final Supplier<Dialect> dialects;
  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final EventLoop loop = group.next();
  private final SymbolIndex symbols;
  private final ElementReader reader;
  private final List<Connection> connections = new ArrayList<>();
  private final AtomicInteger subscribed = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  // the loop's
  private final long[] newest;
  private final @Nullable SslContext tls;
  private final List<String> faults = new ArrayList<>();
  private long faultCount;
  private byte[] scratch = new byte[65_536];
  private Tally fast = new Tally();
  private Tally slow = new Tally();
  private boolean measuring;
  private int sampled;

  private @Nullable String source; // the address that connections come from

  private long cpuNanos; // the loop's, while measuring
  private long loopThread;

  /** Clients of a workload; names are those of its symbols in the order of their popularity. */
  public LoadClient(Workload workload, List<String> names) {
    this(workload, names, () -> new StreamDialect(workload));
  }

  /** Clients of a server that is spoken to in another way. */
  LoadClient(Workload workload, List<String> names, Supplier<Dialect> dialects) {
    this.workload = workload;
    this.dialects = dialects;
    symbols = new SymbolIndex(names.subList(0, workload.symbols()));
    reader = new ElementReader(symbols);
    newest = new long[workload.symbols()];
    tls = workload.tls() ? trusting() : null;
  }

  /** The same from that address of this machine: one has ports for some 28,000 connections. */
  LoadClient from(String address) {
    source = address;
    return this;
  }

  /** Trusts every server: what is measured is the price, not the trust. */
  private static SslContext trusting() {
    try {
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Connects and subscribes all.
   *
   * @throws IllegalStateException when one isn't subscribed in time
   */
  public void open(String host, int port, Duration patience) {
    loopThread = onLoop(() -> Thread.currentThread().getId());
    List<int[]> wanted = new ArrayList<>(workload.choices());
    int[] all = IntStream.range(0, workload.symbols()).toArray();
    for (int i = 0; i < workload.slowClients(); i++) {
      wanted.add(all);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (int i = 0; i < wanted.size(); i++) {
      boolean isSlow = i >= workload.clients();
      Screen screen = new Screen(wanted.get(i), symbols.size());
      Connection connection =
          new Connection(this, dialects.get(), workload.deflate(), isSlow, screen);
      connections.add(connection);
      connect(connection, isSlow, host, port);
      await(i + 1 - OPENING, deadline);
    }
    await(wanted.size(), deadline);
    loop.scheduleAtFixedRate(this::sample, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void await(int count, long deadline) {
    while (subscribed.get() < count) {
      if (System.nanoTime() > deadline || ended.get() > 0) {
        throw new IllegalStateException(
            subscribed.get() + " of " + connections.size() + " subscribed; " + faults());
      }
      pause(1);
    }
  }

  private void connect(Connection connection, boolean isSlow, String host, int port) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.AUTO_READ, !isSlow)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc(), host, port));
                    }
                    channel.pipeline().addLast(new FrameReader(connection));
                  }
                });
    if (isSlow) {
      int bytes = Math.max(1, workload.slowBytesPerSecond() / SLOW_READS_PER_SECOND);
      bootstrap
          .option(ChannelOption.SO_RCVBUF, SLOW_RECEIVE_BUFFER)
          .option(
              ChannelOption.RCVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(bytes).maxMessagesPerRead(1));
    }
    if (source != null) {
      bootstrap.localAddress(source, 0);
    }
    var connecting = bootstrap.connect(host, port);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            connection.onFailure(String.valueOf(done.cause()));
            return;
          }
          Channel channel = connecting.channel();
          connection.start(channel);
          if (isSlow) {
            readSlowly(channel);
          }
        });
  }

  private void readSlowly(Channel channel) {
    long every = 1_000 / SLOW_READS_PER_SECOND;
    loop.scheduleAtFixedRate(channel::read, 0, every, TimeUnit.MILLISECONDS);
  }

  private void sample() {
    if (!measuring) {
      return;
    }
    long now = nowMicros();
    // a fifth of the clients at a time: each is looked at twice a second
    for (int i = sampled++ % 5; i < connections.size(); i += 5) {
      Connection connection = connections.get(i);
      if (!connection.closed()) {
        connection.screen().sample(now, tally(connection.slow()).staleness());
      }
    }
  }

  /** From now on what comes counts; earlier counts are gone. */
  public void startMeasuring() {
    onLoop(
        () -> {
          fast = new Tally();
          slow = new Tally();
          cpuNanos = -loopCpu();
          return measuring = true;
        });
  }

  /** Nothing counts any more. */
  public void stopMeasuring() {
    onLoop(
        () -> {
          cpuNanos += loopCpu();
          return measuring = false;
        });
  }

  private long loopCpu() {
    return ManagementFactory.getThreadMXBean().getThreadCpuTime(loopThread);
  }

  /**
   * Waits until each client that wasn't cut off holds, of each of its symbols, what any client has
   * now or newer.
   *
   * @return how many values don't come in time
   */
  public int laggards(Duration patience) {
    long[] target = onLoop(newest::clone);
    long deadline = System.nanoTime() + patience.toNanos();
    int behind;
    while ((behind = onLoop(() -> behind(target))) > 0 && System.nanoTime() < deadline) {
      pause(20);
    }
    return behind;
  }

  private int behind(long[] target) {
    int behind = 0;
    for (Connection connection : connections) {
      if (connection.closed()) {
        continue;
      }
      for (int symbol : connection.screen().wanted()) {
        behind += connection.screen().seq(symbol) < target[symbol] ? 1 : 0;
      }
    }
    return behind;
  }

  /**
   * Waits until so many updates came to the fast clients, and one to slow ones if there are any.
   */
  public void awaitUpdates(long count, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (onLoop(
        () -> fast.updates() < count || (workload.slowClients() > 0 && slow.updates() == 0))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(fast().updates() + " updates; " + faults());
      }
      pause(10);
    }
  }

  /** What the fast clients got. */
  public Tally fast() {
    return onLoop(() -> fast);
  }

  /** What the slow clients got. */
  public Tally slow() {
    return onLoop(() -> slow);
  }

  /**
   * Ends the connections that a server has ended already, by the ports of those it still has: a
   * slow client would see that only when it has read what was on the way, minutes later.
   */
  void endAllBut(Set<Integer> ports) {
    onLoop(
        () -> {
          connections.forEach(connection -> connection.endUnless(ports));
          return true;
        });
  }

  /** CPU time of this client while it measured: near the wall time means it was the bottleneck. */
  public long cpuNanos() {
    return onLoop(() -> cpuNanos);
  }

  /** Connections that ended by themselves. */
  public int cutOffs() {
    return ended.get();
  }

  /** Rules broken so far. */
  public long faultCount() {
    return onLoop(() -> faultCount);
  }

  /** The first rules broken and connections lost. */
  public List<String> faults() {
    return onLoop(() -> List.copyOf(faults));
  }

  @Override
  public void close() {
    onLoop(
        () -> {
          connections.forEach(Connection::close);
          return true;
        });
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  // ---- what connections call, on the loop

  @Override
  public SymbolIndex symbols() {
    return symbols;
  }

  @Override
  public ElementReader reader() {
    return reader;
  }

  @Override
  public boolean measuring() {
    return measuring;
  }

  @Override
  public Tally tally(boolean ofSlow) {
    return ofSlow ? slow : fast;
  }

  @Override
  public byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[length * 2];
    }
    return scratch;
  }

  @Override
  public void onSeen(int symbol, long seq) {
    newest[symbol] = Math.max(newest[symbol], seq);
  }

  @Override
  public void onSubscribed() {
    subscribed.incrementAndGet();
  }

  @Override
  public void onFault(String fault) {
    faultCount++;
    if (faults.size() < MAX_FAULTS) {
      faults.add(fault);
    }
  }

  @Override
  public void onCutOff(String why) {
    ended.incrementAndGet();
    if (faults.size() < MAX_FAULTS) {
      faults.add("cut off: " + why);
    }
  }

  static long nowMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  private <T> T onLoop(Callable<T> task) {
    try {
      return loop.submit(task).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
