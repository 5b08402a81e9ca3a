package io.tickgate.adapter.endpoint;

import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownEvent;
import io.tickgate.adapter.endpoint.PublisherGate.Granted;
import io.tickgate.adapter.endpoint.PublisherGate.Refused;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * {@code /v1/publish}. Vert.x's own WebSocket, because a publisher that is faster than the book has
 * to be read no further: the inbound queue of an annotated endpoint has no bound.
 */
@ApplicationScoped
public class PublishRoute {
  private static final Logger LOG = Logger.getLogger(PublishRoute.class);
  private static final String OFFERS = "Sec-WebSocket-Protocol";
  private static final String SUBPROTOCOL = "tickgate.v1.json";

  /** So much more than the limit is still answered; beyond, the connection ends with 1009. */
  private static final int SPARE = 4;

  private final Intake intake;
  private final Doorway doorway;
  private final SocketEdge edge;
  private final Set<PublishSocket> open = ConcurrentHashMap.newKeySet(); // bounded by the intake

  PublishRoute(Intake intake, Doorway doorway, SocketEdge edge) {
    this.intake = intake;
    this.doorway = doorway;
    this.edge = edge;
  }

  void route(@Observes Router router) {
    if (intake.config().enabled()) {
      router.get("/v1/publish").handler(this::handle);
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    open.forEach(socket -> socket.close(CloseCode.DRAINING));
  }

  private void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    List<String> offers = offers(request);
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      routing.response().putHeader("Upgrade", "websocket");
      Doorway.refuse(routing, 426, ErrorCode.BAD_REQUEST, "publishing here is by WebSocket");
    } else if (!offers.isEmpty() && !offers.contains(SUBPROTOCOL)) {
      Doorway.refuse(
          routing, 400, ErrorCode.BAD_REQUEST, "Sec-WebSocket-Protocol: no " + SUBPROTOCOL);
    } else {
      request.pause();
      doorway.admit(routing, (publisher, granted) -> upgrade(routing, publisher, granted));
    }
  }

  private static List<String> offers(HttpServerRequest request) {
    return request.headers().getAll(OFFERS).stream()
        .flatMap(header -> List.of(header.split(",", -1)).stream())
        .map(String::trim)
        .filter(offer -> !offer.isEmpty())
        .toList();
  }

  private void upgrade(RoutingContext routing, Publisher publisher, Granted granted) {
    Refused refused = edge.enter(routing);
    if (refused != null) {
      intake.leave(publisher);
      Doorway.refuse(routing, refused.status(), refused.code(), refused.message());
      return;
    }
    HttpServerRequest request = routing.request();
    if (request.headers().contains(OFFERS)) {
      // of what was offered, a token carrier perhaps, this is the one we speak
      request.headers().set(OFFERS, SUBPROTOCOL);
    }
    Context context = routing.vertx().getOrCreateContext();
    Channel channel = ((ConnectionBase) request.connection()).channel();
    edge.harden(channel, SPARE * intake.limits().message());
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              PublishSocket session = start(routing.vertx(), socket, publisher, granted, context);
              edge.open(channel, session::leave);
            })
        .onFailure(
            failure -> { // no handshake of RFC 6455; it has been answered
              LOG.debugf("handshake failed reason=%s", failure);
              intake.leave(publisher);
            });
  }

  private PublishSocket start(
      Vertx vertx, ServerWebSocket socket, Publisher publisher, Granted granted, Context context) {
    PublishSocket session = new PublishSocket(socket, intake, publisher, context);
    long pongTimeout = intake.config().pongTimeout().toMillis();
    // three pings may be lost on the way to a peer that lives
    long beat = vertx.setPeriodic(Math.max(1, pongTimeout / 3), at -> session.beat(pongTimeout));
    long expiry = expiry(vertx, session, granted.venues().expiresAtMillis());
    open.add(session);
    session.start(
        () -> {
          open.remove(session);
          vertx.cancelTimer(beat);
          vertx.cancelTimer(expiry);
        });
    return session;
  }

  /** Ends the session with its token; the number of the timer. */
  private long expiry(Vertx vertx, PublishSocket session, long expiresAtMillis) {
    if (expiresAtMillis == Long.MAX_VALUE) {
      return -1;
    }
    long left = Math.max(1, expiresAtMillis - intake.nowMillis());
    return vertx.setTimer(left, at -> session.close(CloseCode.TOKEN_EXPIRED));
  }
}
