package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.publish.Publisher;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/ingest}: ticks as lines of JSON, as many as one likes. */
@ApplicationScoped
public class IngestRoute {
  private static final String LINES = "application/x-ndjson";

  /**
   * Behind authentication and authorization (-200 and -100), before the limit that {@code
   * quarkus.http.limits.max-body-size} puts on the bodies of all other paths (-2): those are kept
   * in memory, this one isn't.
   */
  private static final int BEFORE_BODY_LIMIT = -10;

  private final Intake intake;
  private final Doorway doorway;

  IngestRoute(Intake intake, Doorway doorway) {
    this.intake = intake;
    this.doorway = doorway;
  }

  void route(@Observes Router router) {
    if (intake.config().enabled()) {
      router.post("/v1/ingest").order(BEFORE_BODY_LIMIT).handler(this::handle);
      router.route("/v1/ingest").order(BEFORE_BODY_LIMIT + 1).handler(IngestRoute::otherMethod);
    }
  }

  private void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    request.pause();
    Supplier<BodyReader> body = body(request);
    if (!isLines(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      Doorway.refuse(routing, 415, ErrorCode.UNSUPPORTED_DATA, "Content-Type: not " + LINES);
    } else if (body == null) {
      String message = "Content-Encoding: neither gzip nor identity";
      Doorway.refuse(routing, 415, ErrorCode.UNSUPPORTED_DATA, message);
    } else if (announced(request) > intake.maxBody()) {
      String message = "body: larger than " + intake.maxBody() + " bytes";
      Doorway.refuse(routing, 413, ErrorCode.MESSAGE_TOO_BIG, message);
    } else {
      doorway.admit(routing, (publisher, granted) -> start(routing, publisher, body));
    }
  }

  private void start(RoutingContext routing, Publisher publisher, Supplier<BodyReader> body) {
    HttpServerRequest request = routing.request();
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    Context context = routing.vertx().getOrCreateContext();
    new IngestRequest(request, intake, publisher, context, body.get()).start();
  }

  private static void otherMethod(RoutingContext routing) {
    routing.response().putHeader("Allow", "POST");
    Doorway.refuse(routing, 405, ErrorCode.BAD_REQUEST, "ticks are posted here");
  }

  private static boolean isLines(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.split(";", 2)[0].trim();
    return type.toLowerCase(Locale.ROOT).equals(LINES);
  }

  private static @Nullable Supplier<BodyReader> body(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return switch (encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT)) {
      case "identity" -> PlainBody::new;
      case "gzip", "x-gzip" -> GzipBody::new;
      default -> null;
    };
  }

  /** The length the client tells, or -1. */
  private static long announced(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return -1; // what comes is counted
    }
  }
}
