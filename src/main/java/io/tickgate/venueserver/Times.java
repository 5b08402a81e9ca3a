package io.tickgate.venueserver;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The wall clock as venues write it. */
final class Times {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** RFC 3339 with microseconds. */
  static String now() {
    return MICROS.format(Instant.now());
  }
}
