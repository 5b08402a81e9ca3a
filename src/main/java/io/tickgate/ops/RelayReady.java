package io.tickgate.ops;

import io.tickgate.relay.Relay;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when a serving node has caught up with what there was when it started, an ingesting one
 * when it knows who writes which feed, any other always.
 */
@Readiness
@ApplicationScoped
final class RelayReady implements HealthCheck {
  private final Relay relay;

  RelayReady(Relay relay) {
    this.relay = relay;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("relay")
        .withData("role", relay.role().name().toLowerCase(Locale.ROOT))
        .status(relay.ready())
        .build();
  }
}
