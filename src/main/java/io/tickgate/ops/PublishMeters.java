package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tickgate.adapter.Counter;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.wire.ErrorCode;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Meters of what is published into the gateway; labels are codes of the protocol. */
@Singleton
@Startup
final class PublishMeters {
  private final MeterRegistry registry;

  PublishMeters(MeterRegistry registry, PublishCounters counters) {
    this.registry = registry;
    gauge("publishers", counters.publishers);
    gauge("waiting", counters.waiting);
    gauge("venues", counters.venues);
    gauge("symbols", counters.symbols);
    FunctionCounter.builder("tickgate.publish.accepted", counters.accepted, Counter::sum)
        .register(registry);
    FunctionCounter.builder("tickgate.publish.redelivered", counters.redelivered, LongAdder::sum)
        .register(registry);
    FunctionCounter.builder("tickgate.publish.late", counters.late, LongAdder::sum)
        .register(registry);
    FunctionCounter.builder("tickgate.publish.lost", counters.lost, LongAdder::sum)
        .register(registry);
    for (ErrorCode code : ErrorCode.values()) {
      FunctionCounter.builder("tickgate.publish.rejected", counters.rejected(code), LongAdder::sum)
          .tag("code", code.text())
          .register(registry);
    }
  }

  private void gauge(String name, AtomicInteger value) {
    Gauge.builder("tickgate.publish." + name, value, AtomicInteger::get).register(registry);
  }
}
