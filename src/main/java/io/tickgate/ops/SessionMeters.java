package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tickgate.deliver.Protocol;
import io.tickgate.deliver.SessionStats;
import io.tickgate.deliver.Sessions;
import io.tickgate.security.Revocations;
import io.tickgate.security.Tokens;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Meters of the client sessions; labels are codes of the protocol, never a client. */
@Singleton
@Startup
final class SessionMeters {
  private final MeterRegistry registry;

  SessionMeters(MeterRegistry registry, Sessions sessions, Tokens tokens, Revocations revocations) {
    this.registry = registry;
    security(tokens, revocations);
    SessionStats stats = sessions.stats();
    stats.latency(new Latencies(registry));
    gauge("sessions", stats.open);
    for (Protocol protocol : Protocol.values()) {
      Gauge.builder("tickgate.deliver.connected", stats.open(protocol), AtomicInteger::get)
          .tag("protocol", protocol.text())
          .register(registry);
    }
    Gauge.builder("tickgate.deliver.draining", sessions, each -> each.draining() ? 1 : 0)
        .register(registry);
    counter("gaps", stats.gaps);
    counter("gap.elements", stats.gapElements);
    gauge("slow", stats.slow);
    gauge("subscriptions", stats.subscriptions);
    gauge("cursors", stats.cursors);
    counter("cursors.refused", stats.cursorsRefused);
    Gauge.builder("tickgate.deliver.outstanding", stats.outstanding, AtomicLong::get)
        .baseUnit("bytes")
        .register(registry);
    counter("opened", stats.opened);
    counter("requests", stats.requests);
    counter("elements", stats.elements);
    counter("messages", stats.messages);
    counter("writes", stats.writes);
    counter("bytes", stats.bytes);
    counter("merged", stats.merged);
    gauge("deflate.windows", stats.windows);
    counter("deflate.runs", stats.deflations);
    counter("deflate.frames", stats.deflatedFrames);
    counter("deflate.plain", stats.plainFrames);
    counter("deflate.bytes.before", stats.deflateBefore);
    counter("deflate.bytes.after", stats.deflateAfter);
    counter("frames.unshared", stats.unshared);
    counter("inflate.refused", stats.inflateRefused);
    for (ErrorCode code : ErrorCode.values()) {
      FunctionCounter.builder("tickgate.deliver.errors", stats.errors(code), LongAdder::sum)
          .tag("code", code.text())
          .register(registry);
    }
    for (CloseCode code : CloseCode.values()) {
      FunctionCounter.builder("tickgate.deliver.closes", stats.closes(code), LongAdder::sum)
          .tag("code", String.valueOf(code.code()))
          .register(registry);
    }
  }

  private void security(Tokens tokens, Revocations revocations) {
    Gauge.builder("tickgate.security.tokens.waiting", tokens, Tokens::waiting).register(registry);
    Gauge.builder("tickgate.security.revocations", revocations, Revocations::size)
        .register(registry);
    Map<String, LongAdder> outcomes =
        Map.of(
            "accepted", tokens.accepted,
            "rejected", tokens.rejected,
            "overflowed", tokens.overflowed);
    outcomes.forEach(
        (outcome, count) ->
            FunctionCounter.builder("tickgate.security.tokens", count, LongAdder::sum)
                .tag("outcome", outcome)
                .register(registry));
  }

  private void gauge(String name, AtomicInteger value) {
    Gauge.builder("tickgate.deliver." + name, value, AtomicInteger::get).register(registry);
  }

  private void counter(String name, LongAdder value) {
    FunctionCounter.builder("tickgate.deliver." + name, value, LongAdder::sum).register(registry);
  }
}
