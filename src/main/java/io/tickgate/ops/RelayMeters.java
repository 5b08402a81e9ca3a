package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tickgate.relay.Relay;
import io.tickgate.relay.RelayCounters;
import io.tickgate.relay.Role;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;

/** Meters of the relay, on nodes that take part in it. */
@Singleton
@Startup
final class RelayMeters {
  private final MeterRegistry registry;

  RelayMeters(MeterRegistry registry, Relay relay) {
    this.registry = registry;
    if (relay.role() == Role.INGEST) {
      ingest(relay, relay.counters());
    } else if (relay.role() == Role.SERVE) {
      serve(relay.counters());
    }
  }

  private void ingest(Relay relay, RelayCounters counters) {
    counter("out.records", counters.sentRecords);
    counter("out.bytes", counters.sentBytes);
    counter("out.events", counters.sentEvents);
    counter("out.marks", counters.sentMarks);
    counter("out.failed", counters.failedRecords);
    counter("dropped", counters.dropped);
    counter("broken.symbols", counters.brokenSymbols);
    counter("foreign", counters.foreign);
    counter("oversized", counters.oversized);
    counter("feeds.taken", counters.taken);
    counter("feeds.lost", counters.lost);
    common(counters);
    Gauge.builder("tickgate.relay.waiting", relay, Relay::waiting)
        .baseUnit("bytes")
        .register(registry);
  }

  private void serve(RelayCounters counters) {
    counter("in.records", counters.receivedRecords);
    counter("in.bytes", counters.receivedBytes);
    counter("in.events", counters.applied);
    counter("copies", counters.copies);
    counter("skipped", counters.skipped);
    counter("gaps", counters.gaps);
    counter("fenced", counters.fenced);
    common(counters);
    Gauge.builder("tickgate.relay.lag.records", counters.lagRecords::get).register(registry);
    Gauge.builder("tickgate.relay.lag", () -> counters.lagMillis.get() / 1e3)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("tickgate.relay.catch.up", () -> counters.catchUpMillis.get() / 1e3)
        .baseUnit("seconds")
        .register(registry);
  }

  private void common(RelayCounters counters) {
    counter("broken.records", counters.broken);
    counter("lives", counters.lives);
    counter("errors", counters.errors);
  }

  private void counter(String name, LongAdder counter) {
    FunctionCounter.builder("tickgate.relay." + name, counter, LongAdder::sum).register(registry);
  }
}
