package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tickgate.deliver.edge.EdgeStats;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Meters of the edge: who came in, who didn't and why; never an address. */
@Singleton
@Startup
final class EdgeMeters {
  private final MeterRegistry registry;

  EdgeMeters(MeterRegistry registry, EdgeStats stats) {
    this.registry = registry;
    gauge("connections", stats.places);
    gauge("addresses", stats.addresses);
    counter("requests.late", stats.lateRequests);
    counter("strangers", stats.strangers);
    counter("handshakes.bad", stats.badHandshakes);
    counter("pings.ignored", stats.pingsIgnored);
    for (EdgeStats.Limit limit : EdgeStats.Limit.values()) {
      FunctionCounter.builder("tickgate.edge.refused", stats.refusals(limit), LongAdder::sum)
          .tag("limit", limit.text())
          .register(registry);
    }
  }

  private void gauge(String name, AtomicInteger value) {
    Gauge.builder("tickgate.edge." + name, value, AtomicInteger::get).register(registry);
  }

  private void counter(String name, LongAdder value) {
    FunctionCounter.builder("tickgate.edge." + name, value, LongAdder::sum).register(registry);
  }
}
