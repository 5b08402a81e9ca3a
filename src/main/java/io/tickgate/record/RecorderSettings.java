package io.tickgate.record;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how to record.
 *
 * @param folder made when it isn't there
 * @param rotation when to begin a new file
 * @param bufferBytes most bytes that may wait for the disk, rounded down to a power of two; a
 *     message that is larger is never recorded. The writer takes as much again for the message it
 *     is at
 * @param fsync when files are forced to the disk
 * @param diskBudget most bytes of all recordings in the folder; 0 for no limit
 */
public record RecorderSettings(
    Path folder, Rotation rotation, long bufferBytes, Fsync fsync, long diskBudget) {
  /** Less holds no order book snapshot, and hardly the messages between two looks of the writer. */
  static final int MIN_BUFFER = 4 * 1024;

  /** The ring is one array, whose length is a power of two. */
  static final int MAX_BUFFER = 1 << 30;

  private static final String PREFIX = "tickgate.record.";

  /**
   * When to begin a new file.
   *
   * @param bytes when this many compressed bytes are in one
   * @param every when one is that old
   */
  public record Rotation(long bytes, Duration every) {
    public Rotation {
      require(bytes > 0, "rotate-size", bytes, "positive");
      require(!every.isNegative() && !every.isZero(), "rotate-every", every, "positive");
    }
  }

  public RecorderSettings {
    require(
        bufferBytes >= MIN_BUFFER && bufferBytes <= MAX_BUFFER,
        "buffer",
        bufferBytes,
        "from " + MIN_BUFFER + " to " + MAX_BUFFER);
    // the file being written never goes, so it alone must leave room for one that is complete
    require(
        diskBudget == 0 || diskBudget / 2 >= rotation.bytes,
        "disk-budget",
        diskBudget,
        "0, or twice " + PREFIX + "rotate-size (" + rotation.bytes + ") and more");
  }

  private static void require(boolean condition, String key, Object value, String range) {
    if (!condition) {
      throw new IllegalArgumentException(PREFIX + key + ": " + value + " is not " + range);
    }
  }
}
