package io.tickgate.adapter.publish;

/**
 * Bounds of what publishers may do.
 *
 * @param message most bytes of a line or message
 * @param publishers most connections at a time
 * @param venues most venues that publishers make
 * @param symbols most symbols that publishers make, of all venues together
 * @param rejected most rejections told with their reasons in one answer
 * @param staleMillis silence after which a venue without a connected publisher is stale
 * @param lineMillis a body without a complete line for so long is ended
 */
public record PublishLimits(
    int message,
    int publishers,
    int venues,
    int symbols,
    int rejected,
    long staleMillis,
    long lineMillis) {
  public PublishLimits {
    positive("max-message-size", message);
    positive("max-publishers", publishers);
    positive("max-venues", venues);
    positive("max-symbols", symbols);
    positive("max-rejected", rejected);
    positive("stale-after", staleMillis);
    positive("line-timeout", lineMillis);
  }

  private static void positive(String key, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "tickgate.publish." + key + ": " + value + " is not above 0");
    }
  }
}
