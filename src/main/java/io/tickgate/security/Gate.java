package io.tickgate.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.common.vertx.ContextLocals;
import io.tickgate.audit.Audit;
import io.tickgate.security.Verdict.Accepted;
import io.tickgate.security.Verdict.Rejected;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import io.tickgate.wire.ServerMessages;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every path below {@code /v1}: checks the token that a request brings, and that its
 * role fits the path. 401, 403 or 503 with an {@code error} message; who passes is known to the
 * handlers behind as {@link #identity()}. Runs on event loops and waits for nothing.
 */
@Singleton
public class Gate {
  /** Behind Quarkus' CORS filter (300), so that a page can read why it was refused. */
  private static final int PRIORITY = 90;

  private static final String IDENTITY = "tickgate.identity";

  private static final Rejected LATE =
      new Rejected(ErrorCode.INTERNAL, "the token couldn't be checked in time");

  private final boolean required;
  private final Tokens tokens;
  private final Duration patience;
  private final Audit audit;

  Gate(SecurityConfig config, Tokens tokens, Audit audit) {
    this.audit = audit;
    this.required = config.auth() == SecurityConfig.Auth.REQUIRED;
    this.tokens = tokens;
    this.patience = config.authDeadline();
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, PRIORITY);
  }

  /**
   * Who sent the request that is served on this Vert.x context; null when nobody said so, which
   * only {@code /v1/stream} lets pass.
   */
  public static @Nullable Identity identity() {
    return ContextLocals.<Identity>get(IDENTITY).orElse(null);
  }

  /** As {@link #identity()}, for what is never open to everybody. */
  public static Identity caller() throws RequestFault {
    Identity identity = identity();
    if (identity == null) {
      throw new RequestFault(ErrorCode.UNAUTHORIZED, ClientMessage.NO_ID, "a token is needed");
    }
    return identity;
  }

  private void handle(RoutingContext routing) {
    Zone zone = Zone.of(routing.normalizedPath());
    if (zone == Zone.OPEN) {
      routing.next();
      return;
    }
    Credentials credentials = credentials(routing);
    Rejected fault = credentials.fault();
    String token = credentials.token();
    if (fault != null && (required || fault.code() == ErrorCode.BAD_REQUEST)) {
      refuse(routing, fault);
    } else if (!required) {
      pass(routing, Identity.ANYONE);
    } else if (token != null) {
      check(routing, token, zone);
    } else if (zone == Zone.STREAM) {
      routing.next(); // the first message may bring the token
    } else {
      refuse(routing, Verdict.unauthorized("a token is needed"));
    }
  }

  private static Credentials credentials(RoutingContext routing) {
    try {
      return Credentials.of(routing.request());
    } catch (IllegalArgumentException e) {
      return new Credentials(null, new Rejected(ErrorCode.BAD_REQUEST, "the query can't be read"));
    }
  }

  private void check(RoutingContext routing, String token, Zone zone) {
    Context context = Vertx.currentContext();
    routing.request().pause(); // nothing of a body is lost meanwhile
    tokens
        .check(token)
        .toCompletableFuture()
        .copy()
        .completeOnTimeout(LATE, patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenAccept(verdict -> context.runOnContext(now -> settle(routing, verdict, zone)));
  }

  private void settle(RoutingContext routing, Verdict verdict, Zone zone) {
    if (routing.response().closed()) {
      return;
    }
    routing.request().resume();
    if (verdict instanceof Rejected rejected) {
      refuse(routing, rejected);
    } else if (verdict instanceof Accepted accepted) {
      Role role = zone.role();
      if (role == null || accepted.identity().has(role)) {
        pass(routing, accepted.identity());
      } else {
        String text = "the token's groups don't hold " + role.group();
        refuse(routing, new Rejected(ErrorCode.FORBIDDEN, text));
      }
    }
  }

  private static void pass(RoutingContext routing, Identity identity) {
    ContextLocals.put(IDENTITY, identity);
    routing.next();
  }

  private void refuse(RoutingContext routing, Rejected rejected) {
    audit.tell(
        Audit.Event.REFUSED,
        "",
        rejected.code().text(),
        "address",
        String.valueOf(routing.request().remoteAddress()),
        "path",
        routing.normalizedPath(),
        "reason",
        rejected.text());
    HttpServerResponse response = routing.response();
    response.setStatusCode(status(rejected.code()));
    if (response.getStatusCode() == 401) {
      String error = rejected.code() == ErrorCode.TOKEN_EXPIRED ? ", error=\"invalid_token\"" : "";
      response.putHeader("WWW-Authenticate", "Bearer realm=\"tickgate\"" + error);
    } else if (response.getStatusCode() == 503) {
      response.putHeader("Retry-After", "1");
    }
    byte[] body =
        new ServerMessages(Encoding.JSON)
            .error(ClientMessage.NO_ID, rejected.code(), rejected.text(), -1);
    response.putHeader("Content-Type", "application/json").end(Buffer.buffer(body));
  }

  /** The HTTP status that goes with a code. */
  public static int status(ErrorCode code) {
    return switch (code) {
      case UNAUTHORIZED, TOKEN_EXPIRED -> 401;
      case FORBIDDEN -> 403;
      case UNKNOWN_SYMBOL -> 404;
      case INTERNAL -> 503;
      default -> 400;
    };
  }
}
