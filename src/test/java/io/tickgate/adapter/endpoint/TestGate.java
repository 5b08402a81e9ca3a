package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.publish.Venues;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/**
 * A gate that does what a test asks for in the header {@code X-Gate}: {@code 401}, {@code 403},
 * {@code fail}, {@code expires=<ms from now>} or the one venue that may be written. It takes a
 * moment, as a check of a token with a remote key does.
 */
@Alternative
@Singleton
public class TestGate implements PublisherGate {
  @Override
  public Future<Admission> admit(RoutingContext request) {
    Promise<Admission> promise = Promise.promise();
    String wish = String.valueOf(request.request().getHeader("X-Gate"));
    request
        .vertx()
        .setTimer(
            1,
            at -> {
              if (wish.equals("fail")) {
                promise.fail(new IllegalStateException("asked to fail"));
              } else {
                promise.complete(admission(wish));
              }
            });
    return promise.future();
  }

  private static Admission admission(String wish) {
    if (wish.equals("401")) {
      return new Refused(401, ErrorCode.UNAUTHORIZED, "no token");
    }
    if (wish.equals("403")) {
      return new Refused(403, ErrorCode.FORBIDDEN, "no md-publish in groups");
    }
    if (wish.startsWith("expires=")) {
      return new Granted(
          until(System.currentTimeMillis() + Long.parseLong(wish.substring("expires=".length()))));
    }
    return new Granted(wish.equals("null") ? Venues.ALL : wish::equals);
  }

  private static Venues until(long millis) {
    return new Venues() {
      @Override
      public boolean mayWrite(String venue) {
        return true;
      }

      @Override
      public long expiresAtMillis() {
        return millis;
      }
    };
  }
}
