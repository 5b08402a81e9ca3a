package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.tickgate.audit.Audit;
import jakarta.inject.Singleton;

/** What the audit log left out. */
@Singleton
@Startup
final class AuditMeters {
  AuditMeters(MeterRegistry registry, Audit audit) {
    FunctionCounter.builder("tickgate.audit.suppressed", audit, Audit::suppressed)
        .register(registry);
  }
}
