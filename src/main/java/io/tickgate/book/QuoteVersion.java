package io.tickgate.book;

import io.tickgate.market.Decimal;
import org.jspecify.annotations.Nullable;

/** Best bid and ask. */
public final class QuoteVersion extends Version implements Repeatable<QuoteVersion> {
  private final Top top;
  private final boolean stale;

  QuoteVersion(long seq, long position, long ts, long rx, Top top, boolean stale) {
    super(seq, position, ts, rx);
    this.top = top;
    this.stale = stale;
  }

  /** Whether these are the last prices known, and nothing keeps them up to date. */
  public boolean stale() {
    return stale;
  }

  /** The values; a side that isn't there is null. */
  public Top top() {
    return top;
  }

  @Override
  public boolean sameAs(QuoteVersion other) {
    return stale == other.stale && top.equals(other.top);
  }

  @Override
  public QuoteVersion again(long seq, long position) {
    return new QuoteVersion(seq, position, ts(), rx(), top, stale);
  }

  /** Best bid and ask with their sizes. */
  public record Top(
      @Nullable Decimal bid,
      @Nullable Decimal bidSize,
      @Nullable Decimal ask,
      @Nullable Decimal askSize) {
    static final Top EMPTY = new Top(null, null, null, null);
  }
}
