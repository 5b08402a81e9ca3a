package io.tickgate.deliver;

import java.util.OptionalInt;

/**
 * How data is compressed; {@link DeliverConfig} says what the modes are for.
 *
 * <p>The defaults come from frames of quotes of 167 bytes with random-looking sizes, zlib of JDK 17
 * on one core, bytes of an update and µs a frame for levels 1, 3 and 6 (level 9: under 1 % fewer
 * bytes than 6 where each frame is deflated for itself):
 *
 * <pre>
 *   quotes a frame          1                 5                 20                50
 *   for itself    157 157 156  9  7  8   73 72 69 17 16 15   55 54 49 29 39  61   52 51 46 72 90 138
 *   with context   66  62  53  4  5  8   53 49 44 12 16 24   48 45 39 24 36  86   47 44 39 50 80 188
 * </pre>
 *
 * @param mode what a connection gets that offers permessage-deflate
 * @param level of deflate, 1 to 9; empty for what suits the mode
 * @param threshold messages of fewer bytes go plain; empty for what suits the mode
 * @param memory for windows of connections, in bytes
 */
record CompressionSettings(Mode mode, OptionalInt level, OptionalInt threshold, long memory) {
  /**
   * A frame is deflated once for all who get it, so a tenth fewer bytes are worth twice the time.
   */
  private static final int SHARED_LEVEL = 6;

  /** Each client costs a run of its own, and level 6 would take three times as long for a fifth. */
  private static final int WINDOW_LEVEL = 1;

  /**
   * One quote alone shrinks by a quarter, less than the headers of its packet, at 8 µs; two shrink
   * by half.
   */
  private static final int SHARED_THRESHOLD = 256;

  /** With a window even one quote shrinks to a third; below this is nothing left to gain. */
  private static final int WINDOW_THRESHOLD = 64;

  /** What a connection gets that offers permessage-deflate. */
  public enum Mode {
    /** Messages deflated each for itself, once for all who get the same. */
    SHARED,
    /** A window for each connection while the memory lasts, then as SHARED. */
    CONNECTION,
    /** Nothing: offers are declined. */
    OFF
  }

  CompressionSettings {
    int told = level.orElse(1);
    if (told < 1 || told > 9) {
      throw new IllegalArgumentException(
          "tickgate.deliver.compression-level: " + told + " isn't within 1 to 9");
    }
    if (threshold.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "tickgate.deliver.compression-threshold: " + threshold.getAsInt() + " is below 0");
    }
    if (memory < 0) {
      throw new IllegalArgumentException(
          "tickgate.deliver.compression-memory: " + memory + " is below 0");
    }
  }

  /** Level of messages deflated each for itself. */
  int sharedLevel() {
    return level.orElse(SHARED_LEVEL);
  }

  /** Level of a connection with a window. */
  int windowLevel() {
    return level.orElse(WINDOW_LEVEL);
  }

  /** Shorter messages aren't deflated for themselves. */
  int sharedThreshold() {
    return threshold.orElse(SHARED_THRESHOLD);
  }

  /** Shorter messages go plain on a connection with a window. */
  int windowThreshold() {
    return threshold.orElse(WINDOW_THRESHOLD);
  }
}
