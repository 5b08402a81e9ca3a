package io.tickgate.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** {@code /} and {@code /assets/}: GET and HEAD, from memory, on event loops. */
@ApplicationScoped
public class PageRoute {
  /**
   * Nothing but files of ours, no script or style in the page, and no socket but to this gateway
   * ({@code 'self'} covers {@code ws} and {@code wss} of the same host: CSP 3, section 6.7.2.8).
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " worker-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'";

  /** The name says which content it is; what has another content has another name. */
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Dashboard dashboard;

  PageRoute() {
    dashboard = new Dashboard(Thread.currentThread().getContextClassLoader());
  }

  void route(@Observes Router router) {
    for (HttpMethod method : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
      router.route(method, "/").handler(routing -> handle(routing, "no-cache"));
      router.route(method, "/assets/*").handler(routing -> handle(routing, FOR_EVER));
    }
  }

  private void handle(RoutingContext routing, String caching) {
    Page page = dashboard.find(routing.normalizedPath());
    if (page == null) {
      routing.next();
      return;
    }
    HttpServerResponse response = routing.response();
    String tag = "W/\"" + page.hash() + '"'; // weak: it is the same of all codings
    response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cache-Control", caching)
        .putHeader("ETag", tag)
        .putHeader("Vary", "Accept-Encoding");
    if (tag.equals(routing.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    String coding = coding(routing);
    Buffer body = page.in(coding);
    if (!coding.isEmpty()) {
      response.putHeader("Content-Encoding", coding);
    }
    response.putHeader("Content-Type", page.type());
    if (routing.request().method() == HttpMethod.HEAD) {
      response.putHeader("Content-Length", String.valueOf(body.length())).end();
    } else {
      response.end(body);
    }
  }

  /** The smallest that the browser takes; empty: as it is. */
  private static String coding(RoutingContext routing) {
    for (String coding : new String[] {"br", "gzip"}) {
      if (routing.parsedHeaders().acceptEncoding().stream()
          .anyMatch(each -> each.value().equals(coding) && each.weight() > 0)) {
        return coding;
      }
    }
    return "";
  }
}
