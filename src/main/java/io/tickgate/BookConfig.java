package io.tickgate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.book.BookLimits;
import java.util.OptionalLong;

/** Bounds of what the books keep. */
@ConfigMapping(prefix = "tickgate.book")
public interface BookConfig {
  /** Of a log, once it was sent: see {@link #logTotal}. */
  long BYTES_OF_AN_ENTRY = 480;

  /**
   * Symbols of the node; a large venue lists some thousands. Ticks of more are refused and counted.
   */
  @WithDefault("50000")
  int maxSymbols();

  /** Price levels of one side. Full books of large pairs have some 50,000; the worst make room. */
  @WithDefault("100000")
  int maxLevels();

  /** Trades kept for one symbol: how far behind a client can resume without a gap. */
  @WithDefault("32768")
  int tradeLog();

  /** Versions kept of a ticker, quote or book that someone reads in mode {@code all}. */
  @WithDefault("1024")
  int eventLog();

  /** Closed bars kept for one symbol and interval; a client may ask for 1000. */
  @WithDefault("1024")
  int bars();

  /**
   * Entries of all logs together; when they are used up logs forget their oldest sooner. If not
   * set, as many as half of the heap holds: 1,118,481 for 1 GB. A trade with what it points to
   * takes some 240 bytes, and as much again once someone was sent it. Where symbols are delayed
   * there are as many once more for them; if not set, half each.
   */
  OptionalLong logTotal();

  /**
   * The same, checked.
   *
   * @param delayed whether there are delayed books beside those of now
   */
  default BookLimits limits(boolean delayed) {
    long half = Runtime.getRuntime().maxMemory() / 2 / BYTES_OF_AN_ENTRY;
    long total = logTotal().orElse(delayed ? half / 2 : half);
    return new BookLimits(maxSymbols(), maxLevels(), tradeLog(), eventLog(), bars(), total);
  }
}
