package io.tickgate.book;

/** Best bid and ask, last trade, and the sums over the session day. */
public final class TickerVersion extends Version {
  private final QuoteVersion.Top top;
  private final Day day;

  TickerVersion(long seq, long position, long ts, long rx, QuoteVersion.Top top, Day day) {
    super(seq, position, ts, rx);
    this.top = top;
    this.day = day;
  }

  /** Best bid and ask. */
  public QuoteVersion.Top top() {
    return top;
  }

  /** Last trade and the sums of the day. */
  public Day day() {
    return day;
  }
}
