package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.endpoint.PublisherGate.Admission;
import io.tickgate.adapter.endpoint.PublisherGate.Granted;
import io.tickgate.adapter.endpoint.PublisherGate.Refused;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where a publisher is let in or turned away. On the loop of its connection. */
@Singleton
final class Doorway {
  private static final Logger LOG = Logger.getLogger(Doorway.class);

  /** When a node that is full may have room again. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final PublisherGate gate;
  private final Intake intake;

  Doorway(PublisherGate gate, Intake intake) {
    this.gate = gate;
    this.intake = intake;
  }

  /** Hands the publisher on once it is let in, with what it may; or answers that it isn't. */
  void admit(RoutingContext routing, BiConsumer<Publisher, Granted> then) {
    gate.admit(routing).onComplete(result -> onAdmission(routing, result, then));
  }

  private void onAdmission(
      RoutingContext routing, AsyncResult<Admission> result, BiConsumer<Publisher, Granted> then) {
    Admission admission = result.result();
    if (admission instanceof Granted granted) {
      Publisher publisher = intake.enter(granted.venues());
      if (publisher == null) {
        refuse(routing, 503, ErrorCode.RATE_LIMITED, "as many publish as may");
      } else {
        then.accept(publisher, granted);
      }
    } else if (admission instanceof Refused refused) {
      refuse(routing, refused.status(), refused.code(), refused.message());
    } else {
      LOG.errorf(result.cause(), "publisher could not be checked");
      refuse(routing, 500, ErrorCode.INTERNAL, "could not be checked");
    }
  }

  /** Answers without reading the body, so the connection can't be used for another request. */
  static void refuse(RoutingContext routing, int status, ErrorCode code, @Nullable String message) {
    HttpServerResponse response = routing.response();
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    } else if (status == 429 || status == 503) {
      response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    response
        .setStatusCode(status)
        .putHeader("Connection", "close")
        .putHeader("Content-Type", "application/json")
        .end(Answer.error(code, String.valueOf(message)));
  }
}
