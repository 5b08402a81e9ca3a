package io.tickgate.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tickgate.deliver.Latency;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Histograms {@code tickgate.latency.*} of what ticks take: of one in so many, so they're cheap.
 */
final class Latencies implements Latency {
  /** From what a loop does at once to what a phone in a tunnel waits; 16 series a histogram. */
  private static final Duration[] BUCKETS =
      LongStream.of(
              100,
              250,
              500,
              1_000,
              2_500,
              5_000,
              10_000,
              25_000,
              50_000,
              100_000,
              250_000,
              500_000,
              1_000_000,
              2_500_000,
              10_000_000,
              30_000_000)
          .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
          .toArray(Duration[]::new);

  private final Timer onLoop;
  private final Timer waited;
  private final Timer written;
  private final Timer late;

  Latencies(MeterRegistry registry) {
    onLoop = timer(registry, "fanout");
    waited = timer(registry, "wait");
    written = timer(registry, "delivery");
    late = timer(registry, "loop.lag");
  }

  static Timer timer(MeterRegistry registry, String name, String... tags) {
    return Timer.builder("tickgate.latency." + name)
        .serviceLevelObjectives(BUCKETS)
        .tags(tags)
        .register(registry);
  }

  @Override
  public void onLoop(long nanos) {
    onLoop.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void waited(long nanos) {
    waited.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void written(long nanos) {
    written.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void late(long nanos) {
    late.record(nanos, TimeUnit.NANOSECONDS);
  }
}
