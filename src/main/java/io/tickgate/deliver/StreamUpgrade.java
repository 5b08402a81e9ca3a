package io.tickgate.deliver;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.tickgate.wire.DeflateTerms;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ExtensionOffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What has to be right before {@code /v1/stream} is upgraded to a WebSocket. */
@ApplicationScoped
public class StreamUpgrade implements HttpUpgradeCheck {
  /** When a full node may have room again: about what a client's own backoff would start with. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
  private static final AttributeKey<Compression> HELD =
      AttributeKey.valueOf("tickgate.compression");

  private final Sessions sessions;
  private final DeliverConfig config;

  private final StreamCompression compression;
  private final int maxMessage;

  StreamUpgrade(
      Sessions sessions,
      DeliverConfig config,
      @ConfigProperty(name = "quarkus.websockets-next.server.max-message-size") int maxMessage) {
    this.sessions = sessions;
    this.config = config;
    this.maxMessage = maxMessage;
    SessionContext context = sessions.context();
    this.compression = new StreamCompression(context.compression(), context.stats());
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!offersOurs(request.headers().getAll("Sec-WebSocket-Protocol"))) {
      return CheckResult.rejectUpgrade(400);
    }
    List<ExtensionOffer> offers = ExtensionOffer.parse(request.headers().getAll(EXTENSIONS));
    if (offers == null) {
      return CheckResult.rejectUpgrade(400); // RFC 6455 section 9.1
    }
    if (!sessions.hasRoom()) {
      return CheckResult.rejectUpgrade(503, Map.of("Retry-After", List.of(RETRY_AFTER_SECONDS)));
    }
    Channel channel = ((ConnectionBase) request.connection()).channel();
    int sendBuffer = Math.toIntExact(config.sendBuffer().asLongValue());
    channel.config().setOption(ChannelOption.SO_SNDBUF, sendBuffer);
    if (channel instanceof EpollSocketChannel epoll) {
      epoll.config().setTcpNotSentLowAt(config.notSentLowWater().asLongValue());
    }
    context.userData().put(StreamEndpoint.CHANNEL, channel);
    Compression agreed = compression.agree(offers);
    context.userData().put(StreamEndpoint.COMPRESSION, agreed);
    hold(channel, agreed);
    DeflateTerms terms = agreed.terms();
    return terms == null
        ? CheckResult.permitUpgrade()
        : CheckResult.permitUpgrade(Map.of(EXTENSIONS, List.of(terms.answer())));
  }

  /**
   * Ends the compression with the connection, and gets ready for compressed requests. An upgrade
   * that fails later on leaves a connection on which another may follow; that one takes the place.
   */
  private void hold(Channel channel, Compression agreed) {
    Attribute<Compression> held = channel.attr(HELD);
    Compression before = held.getAndSet(agreed);
    if (before != null) {
      before.end();
      channel.pipeline().remove(FrameInflater.NAME);
    } else {
      channel.closeFuture().addListener(closed -> held.get().end());
    }
    SessionStats stats = sessions.stats();
    Supplier<MessageInflater> inflater = () -> sessions.inflater(channel.eventLoop());
    // before the handler of Vert.x, which takes frames for what they say
    channel
        .pipeline()
        .addBefore(
            "handler",
            FrameInflater.NAME,
            new FrameInflater(agreed.terms(), inflater, stats, maxMessage));
  }

  /** Whether the client offers a subprotocol of ours, or none at all. */
  private static boolean offersOurs(List<String> headers) {
    boolean any = false;
    for (String header : headers) {
      for (String offer : header.split(",", -1)) {
        any |= !offer.isBlank();
        if (Encoding.of(offer.trim()) != null) {
          return true;
        }
      }
    }
    return !any;
  }
}
