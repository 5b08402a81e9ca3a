package io.tickgate;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Defaults that follow the machine; whatever else is configured goes before.
 *
 * <p>One event loop a core: a symbol that moves wakes every loop on which it is read, so twice as
 * many loops as cores (what Quarkus takes) are twice the turns for the same clients, and frames are
 * shared among half as many. Measured with one core, 500 clients and 30,000 updates/s: 14.9 instead
 * of 15.5 microseconds an update.
 */
public final class MachineConfig implements ConfigSource {
  /** Below all files and the environment, above the defaults of the keys themselves. */
  private static final int ORDINAL = 50;

  private static final String LOOPS = "quarkus.vertx.event-loops-pool-size";

  @Override
  public Set<String> getPropertyNames() {
    return Set.of(LOOPS);
  }

  @Override
  public @Nullable String getValue(String name) {
    return name.equals(LOOPS) ? String.valueOf(Runtime.getRuntime().availableProcessors()) : null;
  }

  @Override
  public Map<String, String> getProperties() {
    return Map.of(LOOPS, String.valueOf(Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public String getName() {
    return "tickgate-machine";
  }
}
