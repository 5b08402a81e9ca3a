package io.tickgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The least that a WebSocket server on the JVM can do: every update is framed once, its bytes are
 * shared by all who subscribed to the symbol, and each client's socket is flushed once a turn of
 * the one loop, or once in {@code gather} milliseconds. No merging, no bound on what waits for a
 * slow client. Arguments: port, symbols, quotes a second, gather.
 */
public final class LimitServer {
  private static final int MAX_REQUEST = 65_536;

  private final EventLoop loop;
  private final int gatherMillis;
  private final Map<String, List<Channel>> subscribers = new HashMap<>(); // the loop's
  private final Set<Channel> unflushed = new LinkedHashSet<>(); // the loop's
  private final Queue<Update> updates = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  private record Update(String symbol, ByteBuf frame) {}

  private LimitServer(EventLoop loop, int gatherMillis) {
    this.loop = loop;
    this.gatherMillis = gatherMillis;
  }

  public static void main(String[] args) throws InterruptedException {
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup group = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    LimitServer server = new LimitServer(group.next(), Integer.parseInt(args[3]));
    Channel listening = server.listen(group, type, Integer.parseInt(args[0]));
    QuoteFeed.start(Integer.parseInt(args[1]), Integer.parseInt(args[2]), server::onQuote);
    System.out.println("listening epoll=" + epoll);
    listening.closeFuture().sync();
  }

  private Channel listen(EventLoopGroup group, Class<? extends ServerChannel> type, int port)
      throws InterruptedException {
    if (gatherMillis > 0) {
      loop.scheduleAtFixedRate(this::flush, gatherMillis, gatherMillis, TimeUnit.MILLISECONDS);
    }
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(type)
            .option(ChannelOption.SO_BACKLOG, 1_024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    accept(channel);
                  }
                });
    return bootstrap.bind(port).sync().channel();
  }

  private void accept(Channel channel) {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath("/v1/stream")
            .subprotocols("tickgate.v1.json")
            .build();
    channel
        .pipeline()
        .addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST))
        .addLast(new WebSocketServerProtocolHandler(config), new Requests());
  }

  private final class Requests extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame)
        throws Exception {
      JsonNode request = new ObjectMapper().readTree(frame.text());
      for (JsonNode symbol : request.path("symbols")) {
        subscribers.computeIfAbsent(symbol.asText(), s -> new ArrayList<>()).add(context.channel());
      }
      String ack = "{\"type\":\"ack\",\"id\":1,\"op\":\"subscribe\",\"granted\":[],\"refused\":[]}";
      context.writeAndFlush(new TextWebSocketFrame(ack));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      subscribers.values().forEach(channels -> channels.remove(context.channel()));
    }
  }

  /** The feed's thread. */
  private void onQuote(String symbol, byte[] message) {
    updates.add(new Update(symbol, frame(message)));
    if (scheduled.compareAndSet(false, true)) {
      loop.execute(this::publish);
    }
  }

  private static ByteBuf frame(byte[] message) {
    ByteBuf frame = Unpooled.directBuffer(message.length + 4);
    frame.writeByte(0x81);
    if (message.length < 126) {
      frame.writeByte(message.length);
    } else {
      frame.writeByte(126).writeShort(message.length);
    }
    return frame.writeBytes(message);
  }

  private void publish() {
    scheduled.set(false);
    for (Update update; (update = updates.poll()) != null; ) {
      for (Channel channel : subscribers.getOrDefault(update.symbol, List.of())) {
        channel.write(update.frame.retainedDuplicate(), channel.voidPromise());
        unflushed.add(channel);
      }
      update.frame.release();
    }
    if (gatherMillis == 0) {
      flush();
    }
  }

  private void flush() {
    unflushed.forEach(Channel::flush);
    unflushed.clear();
  }
}
