package io.tickgate.record;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how to record.
 *
 * @param folder made when it isn't there
 * @param rotateBytes begin a new file when this many compressed bytes are in one
 * @param rotateEvery begin a new file when one is that old
 * @param bufferBytes most bytes that may wait for the disk, rounded down to a power of two; a
 *     message that is larger is never recorded. The writer takes as much again for the message it
 *     is at
 */
public record RecorderSettings(
    Path folder, long rotateBytes, Duration rotateEvery, int bufferBytes) {
  /** Less holds no order book snapshot, and hardly the messages between two looks of the writer. */
  static final int MIN_BUFFER = 4 * 1024;

  /** The ring is one array, whose length is a power of two. */
  static final int MAX_BUFFER = 1 << 30;

  public RecorderSettings {
    require(rotateBytes > 0, "rotateBytes", rotateBytes, "positive");
    require(
        !rotateEvery.isNegative() && !rotateEvery.isZero(), "rotateEvery", rotateEvery, "positive");
    require(
        bufferBytes >= MIN_BUFFER && bufferBytes <= MAX_BUFFER,
        "bufferBytes",
        bufferBytes,
        "from " + MIN_BUFFER + " to " + MAX_BUFFER);
  }

  private static void require(boolean condition, String name, Object value, String range) {
    if (!condition) {
      throw new IllegalArgumentException(name + ": " + value + " is not " + range);
    }
  }
}
