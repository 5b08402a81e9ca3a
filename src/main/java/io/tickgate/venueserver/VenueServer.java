package io.tickgate.venueserver;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.adapter.venue.binance.Market;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves one venue on a port of its own. Made, started and stopped by one thread; until it is
 * started there is no thread and no port, and after it was stopped there is none again.
 */
public final class VenueServer {
  private static final Logger LOG = Logger.getLogger(VenueServer.class);

  /** What the kernel may hold for a client, so that a slow one shows itself in our own buffer. */
  private static final int SEND_BUFFER = 256 * 1024;

  /** Where a source that waits for clients stops and goes on: some hundred messages. */
  private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private static final long BEAT_MILLIS = 100;
  private static final int HTTP_TIMEOUT_SECONDS = 30;

  private final VenueServerSettings settings;
  private final Source source;
  private final Faults faults;
  private final Catalogue catalogue = new Catalogue();
  private final Dialect dialect;
  private @Nullable EventLoopGroup group;
  private @Nullable Floor floor;
  private @Nullable Channel channel;

  private VenueServer(VenueServerSettings settings, String venue, Source source, Faults faults) {
    this.settings = settings;
    this.source = source;
    this.faults = faults;
    dialect = dialect(venue, catalogue);
  }

  /**
   * A venue that plays a recording of its own.
   *
   * @throws IllegalArgumentException when the venue can't be served, naming the key
   */
  public static VenueServer ofRecording(
      VenueServerSettings settings, String venue, ReplaySettings recording, Faults faults) {
    return new VenueServer(settings, venue, new RecordingSource(recording, venue), faults);
  }

  /**
   * A venue on which the simulated market is traded.
   *
   * @throws IllegalArgumentException when the venue can't be served, naming the key
   */
  public static VenueServer ofSimulator(
      VenueServerSettings settings, String venue, SimulatorSettings market, Faults faults) {
    return new VenueServer(settings, venue, new SimulatorSource(market, venue), faults);
  }

  private static Dialect dialect(String venue, Catalogue catalogue) {
    return switch (venue) {
      case "coinbase" -> new CoinbaseVenue(catalogue);
      case "kraken" -> new KrakenVenue(catalogue);
      case "binance" -> new BinanceVenue(Market.SPOT);
      case "binance-usdm" -> new BinanceVenue(Market.USDM);
      case "binance-coinm" -> new BinanceVenue(Market.COINM);
      default ->
          throw new IllegalArgumentException(
              "tickgate.venue-server.dialect: '"
                  + venue
                  + "' is none of coinbase, kraken, binance, binance-usdm, binance-coinm");
    };
  }

  /** What is to go wrong; any thread. */
  public Faults faults() {
    return faults;
  }

  /**
   * Looks through the source, opens the port, and starts the source. Blocks.
   *
   * @throws IOException when the port can't be had
   * @throws IllegalArgumentException when there is nothing to play
   */
  public void start() throws IOException {
    source.preview(this::preview);
    EventLoopGroup newGroup =
        new NioEventLoopGroup(1, new DefaultThreadFactory("venue-server", true));
    group = newGroup;
    EventLoop loop = newGroup.next();
    Start start = new Start(loop, settings.waitForClient(), settings.quiet());
    Floor newFloor = new Floor(settings, dialect, catalogue, faults, start);
    floor = newFloor;
    ChannelFuture bound = bootstrap(newGroup, newFloor).bind(settings.host(), settings.port());
    if (!bound.awaitUninterruptibly().isSuccess()) {
      stop();
      throw new IOException(
          "tickgate.venue-server.port: " + settings.host() + ":" + settings.port(), bound.cause());
    }
    channel = bound.channel();
    Future<?> unused =
        loop.scheduleAtFixedRate(newFloor::onBeat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    source.start(new SourceLine.Factory(loop, newFloor, settings), start);
    LOG.infof("venue server started venue=%s address=%s", dialect.venue(), channel.localAddress());
  }

  /** The keys of the recording that it plays, once it is started; null of the simulator. */
  public @Nullable Deck deck() {
    return source.deck();
  }

  /** What happened at its limits since it was started. */
  public VenueCounters counters() {
    return floor == null ? new VenueCounters() : floor.counters();
  }

  /** The port that is listened on. */
  public int port() {
    if (channel == null) {
      throw new IllegalStateException("not started");
    }
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Closes all connections with 1001 and ends all threads. Does nothing when it isn't started. */
  public void stop() {
    if (group == null) {
      return;
    }
    source.stop();
    if (channel != null) {
      channel.close().awaitUninterruptibly();
    }
    if (floor != null) {
      group.next().submit(floor::close).awaitUninterruptibly();
    }
    // a moment for the Close frames to leave
    group.shutdownGracefully(20, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    group = null;
    channel = null;
  }

  private void preview(byte[] frame) {
    try {
      VenueFrame read = dialect.read(frame);
      if (read != null && !read.topic().symbol().isEmpty()) {
        catalogue.add(read.topic().symbol());
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.debugf("not a frame of the venue: %s", e.getMessage());
    }
  }

  private static ServerBootstrap bootstrap(EventLoopGroup group, Floor floor) {
    return new ServerBootstrap()
        .group(group)
        .channel(NioServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel connection) {
                ChannelPipeline pipeline = connection.pipeline();
                pipeline.addLast(new FlushConsolidationHandler(256, true));
                pipeline.addLast("timeout", new ReadTimeoutHandler(HTTP_TIMEOUT_SECONDS));
                pipeline.addLast(new HttpServerCodec());
                pipeline.addLast(new HttpObjectAggregator(Entrance.MOST_BYTES));
                pipeline.addLast(new Entrance(floor));
              }
            });
  }
}
