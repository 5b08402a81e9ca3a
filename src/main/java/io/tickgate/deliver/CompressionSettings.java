package io.tickgate.deliver;

/**
 * How data is compressed; {@link DeliverConfig} gives the reasons.
 *
 * @param mode what a connection gets that offers permessage-deflate
 * @param level of deflate, 1 to 9
 * @param threshold messages of fewer bytes go plain
 * @param memory for windows of connections, in bytes
 */
record CompressionSettings(Mode mode, int level, int threshold, long memory) {

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
    if (level < 1 || level > 9) {
      throw new IllegalArgumentException(
          "tickgate.deliver.compression-level: " + level + " isn't within 1 to 9");
    }
    if (threshold < 0) {
      throw new IllegalArgumentException(
          "tickgate.deliver.compression-threshold: " + threshold + " is below 0");
    }
    if (memory < 0) {
      throw new IllegalArgumentException(
          "tickgate.deliver.compression-memory: " + memory + " is below 0");
    }
  }
}
