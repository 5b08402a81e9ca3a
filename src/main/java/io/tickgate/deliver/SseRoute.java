package io.tickgate.deliver;

import io.tickgate.book.SymbolBook;
import io.tickgate.deliver.edge.Admission;
import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.security.Timeliness;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import io.tickgate.wire.ServerMessages;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/sse}: a subscription in a URL, read only. It is turned into the request that a
 * WebSocket client would send, and lives as the same kind of session.
 */
@ApplicationScoped
public class SseRoute {
  private final Sessions sessions;
  private final KernelBuffer kernelBuffer;

  SseRoute(Sessions sessions, KernelBuffer kernelBuffer) {
    this.sessions = sessions;
    this.kernelBuffer = kernelBuffer;
  }

  void route(@Observes Router router) {
    router.get("/v1/sse").handler(this::handle);
  }

  private void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    try {
      Identity who = Gate.caller();
      byte[] message = SseRequest.toMessage(request.params());
      ClientMessage read = Encoding.JSON.read(message);
      Admission.Verdict verdict = sessions.enter(request.remoteAddress().hostAddress());
      if (verdict instanceof Admission.Place place && !place.claim(who.subject())) {
        place.leave();
        verdict = new Admission.Refusal(429, 5);
      }
      if (verdict instanceof Admission.Refusal refusal) {
        String seconds = String.valueOf(refusal.retryAfterSeconds());
        routing.response().putHeader("Retry-After", seconds).setStatusCode(refusal.status()).end();
      } else if (verdict instanceof Admission.Place place) {
        routing.addEndHandler(done -> place.leave());
        if (read instanceof ClientMessage.Subscribe subscribe) {
          refuseForbidden(who, subscribe);
          start(routing, subscribe, who);
        }
      }
    } catch (RequestFault fault) {
      fail(routing.response(), fault);
    }
  }

  private static void fail(HttpServerResponse response, RequestFault fault) {
    byte[] body = new ServerMessages(Encoding.JSON).error(fault);
    response
        .setStatusCode(Gate.status(fault.code()))
        .putHeader("Content-Type", "application/json")
        .end(io.vertx.core.buffer.Buffer.buffer(body));
  }

  /** A stream of nothing is refused before it starts; what is granted in part, the ack tells. */
  private void refuseForbidden(Identity who, ClientMessage.Subscribe subscribe)
      throws RequestFault {
    EntitledBooks market = sessions.context().access().market();
    for (String symbol : subscribe.symbols()) {
      boolean forbidden =
          Glob.is(symbol)
              ? !who.mayRead(subscribe.channel())
              : market.timeliness(who, subscribe.channel(), symbol) == Timeliness.FORBIDDEN;
      if (!forbidden) {
        return;
      }
    }
    throw new RequestFault(
        ErrorCode.FORBIDDEN, ClientMessage.NO_ID, "the token covers none of the symbols");
  }

  private void start(RoutingContext routing, ClientMessage.Subscribe subscribe, Identity who)
      throws RequestFault {
    HttpServerRequest request = routing.request();
    List<SymbolBook> resumable = resumable(subscribe, who);
    List<Long> from =
        SseRequest.lastSeen(lastEventId(request), sessions.epoch(who), resumable.size());
    HttpServerResponse response = routing.response();
    response.setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("X-Accel-Buffering", "no"); // nginx would hold events back otherwise
    SseTransport transport =
        new SseTransport(response, resumable, String.valueOf(request.remoteAddress()));
    io.netty.channel.Channel channel = ((ConnectionBase) request.connection()).channel();
    kernelBuffer.bound(channel);
    Session session = sessions.open(channel.eventLoop(), transport, Encoding.JSON, who);
    response.exceptionHandler(failure -> session.onClosed());
    response.closeHandler(closed -> session.onClosed());
    Dialogue dialogue = new Dialogue(session);
    if (from.isEmpty()) {
      dialogue.subscribe(subscribe);
      return;
    }
    for (int i = 0; i < resumable.size(); i++) {
      dialogue.subscribe(SseRequest.resumed(subscribe, resumable.get(i), from.get(i)));
    }
  }

  private static @Nullable String lastEventId(HttpServerRequest request) {
    String header = request.getHeader("Last-Event-ID");
    return header == null ? request.getParam("lastEventId") : header;
  }

  /** The symbols of a trade subscription, if each is a name that is known. */
  private List<SymbolBook> resumable(ClientMessage.Subscribe subscribe, Identity who) {
    EntitledBooks market = sessions.context().access().market();
    List<SymbolBook> books = new ArrayList<>();
    for (String symbol : subscribe.symbols()) {
      SymbolBook book = market.find(who, Channel.TRADE, symbol);
      if (book == null || subscribe.channel() != Channel.TRADE) {
        return List.of();
      }
      books.add(book);
    }
    return books;
  }
}
