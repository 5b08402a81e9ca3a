package io.tickgate.adapter.replay;

import io.tickgate.adapter.venue.Venues;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to play, and how.
 *
 * @param feedId the feed's name in the configuration
 * @param path files: names, {@code dir/*.gz} or {@code classpath:name}, with commas between
 * @param venue whose recordings they are; null to go by what the recordings say
 * @param speed a positive decimal number, 1 being real time, or {@code max}
 * @param loop start over at the end
 * @param span what of it is played
 */
public record ReplaySettings(
    String feedId, String path, @Nullable String venue, String speed, boolean loop, Span span) {
  /** Slower than a tenth nobody watches. */
  private static final double SLOWEST = 0.1;

  /** Faster than that, {@code max} is meant. */
  private static final double FASTEST = 1_000;

  private static final String MAX = "max";

  /** Bounded, so that a number with a thousand digits isn't infinite by accident. */
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  /**
   * A part of a recording, in microseconds since the epoch, both ends included.
   *
   * @param from {@link TapeEvent#NO_TIME} for its beginning
   * @param to {@link TapeEvent#NO_TIME} for its end
   */
  public record Span(long from, long to) {
    /** The whole recording. */
    public static final Span ALL = new Span(TapeEvent.NO_TIME, TapeEvent.NO_TIME);

    /** Whether that time is behind its end. */
    boolean endsBefore(long micros) {
      return to != TapeEvent.NO_TIME && micros > to;
    }
  }

  /** The whole recording. */
  public ReplaySettings(
      String feedId, String path, @Nullable String venue, String speed, boolean loop) {
    this(feedId, path, venue, speed, loop, Span.ALL);
  }

  public ReplaySettings {
    if (path.isBlank()) {
      throw fault(feedId, "path", "is empty");
    }
    if (venue != null && !isVenue(venue)) {
      throw fault(feedId, "venue", "'" + venue + "' is none of " + venues());
    }
    if (!speed.equals(MAX) && !(FACTOR.matcher(speed).matches() && Double.parseDouble(speed) > 0)) {
      throw fault(feedId, "speed", "'" + speed + "' is not a positive number or max");
    }
    if (span.to() != TapeEvent.NO_TIME && span.to() < span.from()) {
      throw fault(feedId, "to", "is before " + "tickgate.feeds." + feedId + ".from");
    }
  }

  /** Whether that may be asked of a running replay: 0.1 to 1000, or {@code max}. */
  static boolean isSpeed(String text) {
    return text.equals(MAX)
        || (FACTOR.matcher(text).matches()
            && Double.parseDouble(text) >= SLOWEST
            && Double.parseDouble(text) <= FASTEST);
  }

  /** What that speed comes to; infinite for {@code max}. */
  static double factor(String speed) {
    return speed.equals(MAX) ? Double.POSITIVE_INFINITY : Double.parseDouble(speed);
  }

  /** How many times faster than real time; infinite for {@code max}. */
  public double factor() {
    return factor(speed);
  }

  /** The error of a bad configuration, naming the key. */
  IllegalArgumentException fault(String key, String message) {
    return fault(feedId, key, message);
  }

  /** Whether recordings of it can be played. */
  static boolean isVenue(String name) {
    return name.equals(RecordingFormat.TICKS) || Venues.names().contains(name);
  }

  /** The venues that may be configured, to be told. */
  static String venues() {
    return String.join(", ", Venues.names());
  }

  private static IllegalArgumentException fault(String feedId, String key, String message) {
    return new IllegalArgumentException("tickgate.feeds." + feedId + "." + key + ": " + message);
  }
}
