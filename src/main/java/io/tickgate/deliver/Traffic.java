package io.tickgate.deliver;

/** What one session has written. Owned by its loop. */
final class Traffic {
  private final long openedMillis;
  private long writes;
  private long bytes;
  private long dataPlain;
  private long dataWritten;

  Traffic(long openedMillis) {
    this.openedMillis = openedMillis;
  }

  /**
   * The same for an operator.
   *
   * @param since when the client came, microseconds since the epoch
   * @param writes to the socket, a frame or several each
   * @param bytes written in all
   * @param compression mode as told in {@code welcome}
   * @param ratio bytes of data written, framing included, for each byte of elements before
   *     compression; two decimals; 1 before the first
   */
  public record View(long since, long writes, long bytes, String compression, double ratio) {}

  void onWrite(long length) {
    writes++;
    bytes += length;
  }

  void onData(long plain, long written) {
    dataPlain += plain;
    dataWritten += written;
  }

  View view(String compression) {
    double ratio = dataPlain == 0 ? 1 : Math.round(100.0 * dataWritten / dataPlain) / 100.0;
    return new View(openedMillis * 1_000, writes, bytes, compression, ratio);
  }
}
