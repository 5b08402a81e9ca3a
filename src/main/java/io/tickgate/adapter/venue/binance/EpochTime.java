package io.tickgate.adapter.venue.binance;

/** Binance's times: milliseconds, or microseconds where the address says {@code timeUnit}. */
final class EpochTime {
  /** As milliseconds the year 5138, as microseconds 1973: no trade was on either day. */
  private static final long FIRST_MICROS = 100_000_000_000_000L;

  /** Clients are promised times that a double holds, until the year 2255. */
  private static final long LIMIT = 1L << 53;

  private EpochTime() {}

  /** Microseconds since the epoch. */
  static long micros(long time) {
    long micros = time < FIRST_MICROS ? time * 1000 : time;
    if (time < 0 || micros >= LIMIT) {
      throw new IllegalArgumentException("time out of range");
    }
    return micros;
  }
}
