package io.tickgate.book;

/** Best bid and ask, last trade, and the sums over the session day. */
public final class TickerVersion extends Version implements Repeatable<TickerVersion> {
  private final QuoteVersion.Top top;
  private final Day day;
  private final boolean stale;

  TickerVersion(
      long seq, long position, long ts, long rx, QuoteVersion.Top top, Day day, boolean stale) {
    super(seq, position, ts, rx);
    this.top = top;
    this.day = day;
    this.stale = stale;
  }

  /** Whether these are the last values known, and nothing keeps them up to date. */
  public boolean stale() {
    return stale;
  }

  @Override
  public boolean sameAs(TickerVersion other) {
    return stale == other.stale && top.equals(other.top) && day.sameAs(other.day);
  }

  @Override
  public TickerVersion again(long seq, long position) {
    return new TickerVersion(seq, position, ts(), rx(), top, day, stale);
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
