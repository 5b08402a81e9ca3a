package io.tickgate.deliver.edge;

import io.netty.channel.Channel;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tickgate.security.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The first to see a request whose head has come, on its loop and before the decoder goes on: cuts
 * off who may not tell its own address, tells its deadline, and puts what a WebSocket needs behind
 * a request to upgrade.
 */
@Singleton
final class UpgradeFilter {
  /** Before all of Quarkus (CORS has 300): what takes its time comes later. */
  private static final int FIRST = 1_000;

  private final EdgePipeline pipelines;
  private final EdgeStats stats;
  private final TrustedProxies proxies;

  UpgradeFilter(EdgePipeline pipelines, EdgeStats stats, TrustedProxies proxies) {
    this.pipelines = pipelines;
    this.stats = stats;
    this.proxies = proxies;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, FIRST);
  }

  private void handle(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Channel channel = ((ConnectionBase) request.connection()).channel();
    if (!proxies.admit(channel.remoteAddress())) { // of TCP, whatever a header said
      stats.strangers.increment();
      channel.close();
      return;
    }
    RequestDeadline.onRequest(channel.pipeline(), routing);
    if (!HandshakeRules.apply(request)) {
      routing.next();
      return;
    }
    pipelines.hold(channel);
    int status = HandshakeRules.status(request);
    if (status == 101) {
      routing.next();
    } else {
      refuse(request, status);
    }
  }

  private void refuse(HttpServerRequest request, int status) {
    stats.badHandshakes.increment();
    HttpServerResponse response = request.response().setStatusCode(status);
    if (status == 426) {
      response.putHeader("Sec-WebSocket-Version", "13").putHeader("Upgrade", "websocket");
      response.putHeader("Connection", "Upgrade");
    }
    response.end();
  }
}
