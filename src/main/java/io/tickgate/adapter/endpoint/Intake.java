package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.publish.PublishConfig;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.adapter.publish.PublishLimits;
import io.tickgate.adapter.publish.PublishWriter;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.adapter.publish.Venues;
import io.tickgate.wire.ErrorCode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all connections that publish share. Any thread. */
@Singleton
final class Intake {
  private final PublishWriter writer;
  private final PublishConfig config;
  private final PublishLimits limits;
  private final PublishCounters counters;
  private final InstantSource clock;
  private final long maxBody;

  Intake(
      PublishWriter writer,
      PublishConfig config,
      PublishLimits limits,
      PublishCounters counters,
      InstantSource clock) {
    this.writer = writer;
    this.config = config;
    this.limits = limits;
    this.counters = counters;
    this.clock = clock;
    this.maxBody = config.maxBodySize().map(size -> size.asLongValue()).orElse(Long.MAX_VALUE);
  }

  PublishWriter writer() {
    return writer;
  }

  PublishConfig config() {
    return config;
  }

  PublishLimits limits() {
    return limits;
  }

  /** Most bytes of a body. */
  long maxBody() {
    return maxBody;
  }

  /** Bodies that brought no line in time. */
  LongAdder late() {
    return counters.late;
  }

  LongAdder rejected(ErrorCode code) {
    return counters.rejected(code);
  }

  /** Lets another publisher in; null when there are as many as there may be. */
  @Nullable Publisher enter(Venues venues) {
    if (counters.publishers.incrementAndGet() > limits.publishers()) {
      counters.publishers.decrementAndGet();
      return null;
    }
    return new Publisher(venues, true);
  }

  /** The publisher is gone. Called once for each that came in. */
  void leave(Publisher publisher) {
    counters.publishers.decrementAndGet();
    writer.leave(publisher);
  }

  long nowMillis() {
    return clock.millis();
  }

  long nowMicros() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }
}
