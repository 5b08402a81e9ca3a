package io.tickgate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.delay.DelaySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What some clients may see only later. */
@ConfigMapping(prefix = "tickgate.delayed")
public interface DelayedConfig {
  /** How much later; most venues' licences say 15 minutes. */
  @WithDefault("15m")
  Duration delay();

  /**
   * Most memory of the log. A quote or trade takes some 28 bytes there, a level of a book 10: of
   * recordings, 27 (coinbase) to 62 (binance-usdm) bytes a tick, against 320 and 590 as objects. So
   * 10,000 quotes a second fill this in 15 minutes. When it is used up, ticks of symbols are
   * dropped, and counted, until there is room again; nothing is ever shown early. The delayed books
   * come on top: as much as the books of now take for the same symbols.
   */
  @WithDefault("256M")
  MemorySize maxMemory();

  /**
   * Names and globs of symbols, with commas between, that are kept for clients whose token lists
   * them as delayed. Without any there is no log, and such symbols are refused.
   */
  Optional<List<String>> symbols();

  /** Whether there are delayed books. */
  default boolean any() {
    return symbols().filter(all -> !all.isEmpty()).isPresent();
  }

  /** The same, checked. */
  default DelaySettings settings() {
    return new DelaySettings(delay(), maxMemory().asLongValue(), symbols().orElse(List.of()));
  }
}
