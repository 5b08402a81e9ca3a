package io.tickgate.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Headers that go with every answer. */
@Singleton
class SecureHeaders {
  /** Before every filter that may answer by itself, CORS (300) among them. */
  private static final int PRIORITY = 400;

  private static final String YEAR = "max-age=31536000";

  void register(@Observes Filters filters) {
    filters.register(SecureHeaders::add, PRIORITY);
  }

  private static void add(RoutingContext routing) {
    MultiMap headers = routing.response().headers();
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Content-Security-Policy", "frame-ancestors 'self'");
    headers.set("X-Frame-Options", "SAMEORIGIN"); // for browsers before CSP 2
    if ("https".equals(routing.request().scheme())) {
      headers.set("Strict-Transport-Security", YEAR); // RFC 6797 section 7.2: never without TLS
    }
    if (Zone.of(routing.normalizedPath()) != Zone.OPEN) {
      headers.set("Cache-Control", "no-store"); // what one may see another may not
    }
    routing.next();
  }
}
