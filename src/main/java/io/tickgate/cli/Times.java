package io.tickgate.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Writes microseconds since the epoch for people. */
final class Times {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static String text(long micros) {
    return FORMAT.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  /** A length of time, as {@code 1h2m3.5s}. */
  static String length(long micros) {
    Duration length = Duration.of(micros / 1_000, ChronoUnit.MILLIS);
    return length.toString().substring("PT".length()).toLowerCase(java.util.Locale.ROOT);
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
