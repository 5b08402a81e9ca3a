package io.tickgate.adapter.endpoint;

import io.quarkus.arc.DefaultBean;
import io.tickgate.adapter.publish.Venues;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Lets everybody in, where no other gate is built in. */
@DefaultBean
@Singleton
final class OpenGate implements PublisherGate {
  @Override
  public Future<Admission> admit(RoutingContext request) {
    return Future.succeededFuture(new Granted(Venues.ALL));
  }
}
