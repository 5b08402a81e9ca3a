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
 */
public record ReplaySettings(
    String feedId, String path, @Nullable String venue, String speed, boolean loop) {
  private static final String MAX = "max";

  /** Bounded, so that a number with a thousand digits isn't infinite by accident. */
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?");

  public ReplaySettings {
    if (path.isBlank()) {
      throw fault(feedId, "path", "is empty");
    }
    if (venue != null && !Venues.names().contains(venue)) {
      throw fault(feedId, "venue", "'" + venue + "' is none of " + venues());
    }
    if (!speed.equals(MAX) && !(FACTOR.matcher(speed).matches() && Double.parseDouble(speed) > 0)) {
      throw fault(feedId, "speed", "'" + speed + "' is not a positive number or max");
    }
  }

  /** How many times faster than real time; infinite for {@code max}. */
  public double factor() {
    return speed.equals(MAX) ? Double.POSITIVE_INFINITY : Double.parseDouble(speed);
  }

  /** The error of a bad configuration, naming the key. */
  IllegalArgumentException fault(String key, String message) {
    return fault(feedId, key, message);
  }

  /** The venues that may be configured, to be told. */
  static String venues() {
    return String.join(", ", Venues.names());
  }

  private static IllegalArgumentException fault(String feedId, String key, String message) {
    return new IllegalArgumentException("tickgate.feeds." + feedId + "." + key + ": " + message);
  }
}
