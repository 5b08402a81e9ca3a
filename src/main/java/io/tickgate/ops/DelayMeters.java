package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tickgate.delay.DelayLog;
import jakarta.inject.Singleton;

/** Meters of the delay log. An age above the delay says that it falls behind. */
@Singleton
@Startup
final class DelayMeters {
  DelayMeters(MeterRegistry registry, DelayLog log) {
    Gauge.builder("tickgate.delayed.entries", log, DelayLog::entries).register(registry);
    Gauge.builder("tickgate.delayed.bytes", log, DelayLog::bytes)
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("tickgate.delayed.age", log, DelayLog::ageSeconds)
        .baseUnit("seconds")
        .register(registry);
    FunctionCounter.builder("tickgate.delayed.dropped", log, DelayLog::dropped).register(registry);
    FunctionCounter.builder("tickgate.delayed.failed", log, DelayLog::failed).register(registry);
  }
}
