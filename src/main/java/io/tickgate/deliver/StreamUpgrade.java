package io.tickgate.deliver;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.tickgate.wire.Encoding;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** What has to be right before {@code /v1/stream} is upgraded to a WebSocket. */
@ApplicationScoped
public class StreamUpgrade implements HttpUpgradeCheck {
  /** When a full node may have room again: about what a client's own backoff would start with. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Sessions sessions;
  private final DeliverConfig config;

  StreamUpgrade(Sessions sessions, DeliverConfig config) {
    this.sessions = sessions;
    this.config = config;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!offersOurs(request.headers().getAll("Sec-WebSocket-Protocol"))) {
      return CheckResult.rejectUpgrade(400);
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
    return CheckResult.permitUpgrade();
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
