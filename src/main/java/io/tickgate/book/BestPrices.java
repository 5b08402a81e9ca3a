package io.tickgate.book;

import io.tickgate.book.QuoteVersion.Top;
import io.tickgate.market.Levels;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Summary;
import org.jspecify.annotations.Nullable;

/**
 * Best bid and ask from the best source that the symbol has: the venue's top-of-book stream, else
 * the top of its order book, else its ticker messages. A better source that was seen once stays.
 * Owned by the writer.
 */
final class BestPrices {
  /** The better the later. */
  private enum Source {
    NONE,
    SUMMARY,
    BOOK,
    QUOTE
  }

  private static final Source[] SOURCES = Source.values();

  private Source source = Source.NONE;
  private Top top = Top.EMPTY;

  /** The prices of now. */
  Top top() {
    return top;
  }

  /** Whether there are any. */
  boolean known() {
    return source != Source.NONE;
  }

  /** Whether they are the top of the order book. */
  boolean ofBook() {
    return source == Source.BOOK;
  }

  /** Becomes what the other is. */
  void adopt(BestPrices other) {
    source = other.source;
    top = other.top;
  }

  /** Where they come from, as a number for {@link #adopt(int, Top)}. */
  int source() {
    return source.ordinal();
  }

  /** Becomes what another was; refuses a source that isn't one. */
  void adopt(int ordinal, Top adopted) {
    if (ordinal >= SOURCES.length) {
      throw new IllegalArgumentException("a source that isn't known");
    }
    source = SOURCES[ordinal];
    top = adopted;
  }

  /** Takes the venue's own top of book. */
  void on(Quote quote) {
    source = Source.QUOTE;
    top = new Top(quote.bid(), quote.bidSize(), quote.ask(), quote.askSize());
  }

  /** Takes a ticker message where nothing better is known; returns whether it did. */
  boolean on(Summary summary) {
    boolean priced = summary.bid() != null || summary.ask() != null;
    if (!priced || source.compareTo(Source.SUMMARY) > 0) {
      return false;
    }
    source = Source.SUMMARY;
    top = new Top(summary.bid(), summary.bidSize(), summary.ask(), summary.askSize());
    return true;
  }

  /** Takes the top of the order book where nothing better is known; returns whether it is new. */
  boolean on(Levels bids, Levels asks) {
    if (source.compareTo(Source.BOOK) > 0) {
      return false;
    }
    PriceLevel bid = best(bids);
    PriceLevel ask = best(asks);
    Top next =
        new Top(
            bid == null ? null : bid.price(),
            bid == null ? null : bid.size(),
            ask == null ? null : ask.price(),
            ask == null ? null : ask.size());
    if (source == Source.BOOK && next.equals(top)) {
      return false;
    }
    source = Source.BOOK;
    top = next;
    return true;
  }

  private static @Nullable PriceLevel best(Levels side) {
    return side.size() == 0 ? null : side.level(0);
  }
}
