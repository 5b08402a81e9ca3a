package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/** The lengths of bar the gateway keeps. Bars start at whole multiples since the epoch, UTC. */
public enum BarInterval {
  S1("1s", 1),
  S5("5s", 5),
  M1("1m", 60),
  M5("5m", 300),
  H1("1h", 3600);

  private final String text;
  private final long micros;

  BarInterval(String text, long seconds) {
    this.text = text;
    this.micros = seconds * 1_000_000;
  }

  /** As written in messages. */
  public String text() {
    return text;
  }

  /** Length in microseconds. */
  public long micros() {
    return micros;
  }

  /** Start of the bar that holds that time, both in microseconds since the epoch. */
  public long startOf(long ts) {
    return Math.floorDiv(ts, micros) * micros;
  }

  /** The interval of that text, or null. */
  public static @Nullable BarInterval of(String text) {
    for (BarInterval interval : values()) {
      if (interval.text.equals(text)) {
        return interval;
      }
    }
    return null;
  }
}
