package io.tickgate.deliver.edge;

/** What can't be meant by an {@link EdgeConfig}: each refusal names its key and the value. */
final class EdgeChecks {
  private EdgeChecks() {}

  /**
   * Checks that each limit lets somebody in.
   *
   * @throws IllegalArgumentException for the first that isn't above 0
   */
  static void check(EdgeConfig config) {
    positive("max-connections-per-address", config.maxConnectionsPerAddress());
    positive("max-connections-per-subject", config.maxConnectionsPerSubject());
    positive("connects-per-second-per-address", config.connectsPerSecondPerAddress());
    positive("connects-per-second", config.connectsPerSecond());
    positive("handshake-timeout", config.handshakeTimeout().toMillis());
    positive("max-fragments", config.maxFragments());
    positive("max-pings-per-second", config.maxPingsPerSecond());
  }

  private static void positive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("tickgate.edge." + key + ": " + value + " is not above 0");
    }
  }
}
