package io.tickgate.deliver;

import io.tickgate.book.BarVersion;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Day;
import io.tickgate.book.QuoteVersion;
import io.tickgate.book.TickerVersion;
import io.tickgate.book.TradeVersion;
import io.tickgate.book.Version;
import io.tickgate.conflate.Terms;
import io.tickgate.market.Bar;
import io.tickgate.market.Trade;
import io.tickgate.wire.Element;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.Field;
import io.tickgate.wire.Fragment;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the encoded elements of versions, once for all who get the same: the fragments hang on the
 * version they were made of, and go with it. Any thread.
 */
final class Fragments {
  /** Different views of one version that are kept; more are made for each who asks. */
  private static final int MAX_VIEWS = 8;

  private Fragments() {}

  /** What makes two subscribers' elements of a version different. */
  private record View(Encoding encoding, long fields, int depth, long base) {}

  private record Made(View view, Fragment fragment, @Nullable Made older, int count) {}

  /**
   * The element of a version.
   *
   * @param base of books: the version that the subscriber has, or null for the whole book
   */
  static Fragment of(
      String symbol, Version version, Encoding encoding, Terms terms, @Nullable BookVersion base) {
    long baseSeq = base == null ? -1 : base.seq();
    View view = new View(encoding, terms.fields(), terms.depth(), baseSeq);
    Made made = (Made) version.derived();
    for (Made each = made; each != null; each = each.older) {
      if (each.view.equals(view)) {
        return each.fragment;
      }
    }
    Element.Head head = new Element.Head(symbol, version.seq(), version.ts(), version.rx());
    Fragment fragment =
        Element.encode(encoding, terms.fields(), head, e -> write(version, terms.depth(), base, e));
    if (made == null || made.count < MAX_VIEWS) {
      version.derive(new Made(view, fragment, made, made == null ? 1 : made.count + 1));
    }
    return fragment;
  }

  /** The element of a closed bar before the one that a snapshot is about; it has that one's seq. */
  static Fragment ofHistory(
      String symbol, Bar bar, BarVersion version, Encoding encoding, long fields) {
    Element.Head head = new Element.Head(symbol, version.seq(), version.ts(), version.rx());
    return Element.encode(encoding, fields, head, element -> bar(bar, element));
  }

  private static void write(Version version, int depth, @Nullable BookVersion base, Element element)
      throws IOException {
    if (version instanceof TickerVersion ticker) {
      top(ticker.top(), element);
      day(ticker.day(), element);
    } else if (version instanceof QuoteVersion quote) {
      top(quote.top(), element);
    } else if (version instanceof TradeVersion trade) {
      trade(trade.trade(), element);
    } else if (version instanceof BookVersion book) {
      book(book, depth, base, element);
    } else if (version instanceof BarVersion bar) {
      bar(bar.bar(), element);
    }
  }

  private static void top(QuoteVersion.Top top, Element element) throws IOException {
    element.decimal(Field.BID, top.bid());
    element.decimal(Field.BID_SIZE, top.bidSize());
    element.decimal(Field.ASK, top.ask());
    element.decimal(Field.ASK_SIZE, top.askSize());
  }

  private static void day(Day day, Element element) throws IOException {
    element.decimal(Field.LAST, day.last());
    element.decimal(Field.LAST_SIZE, day.lastSize());
    if (day.open() != null) {
      element.decimal(Field.OPEN, day.open());
      element.decimal(Field.HIGH, day.high());
      element.decimal(Field.LOW, day.low());
      element.decimal(Field.VOLUME, day.volume());
      element.number(Field.TRADES, day.trades());
      element.decimal(Field.VWAP, day.vwap());
    }
  }

  private static void trade(Trade trade, Element element) throws IOException {
    element.decimal(Field.PRICE, trade.price());
    element.decimal(Field.SIZE, trade.size());
    element.text(Field.SIDE, trade.side() == null ? null : trade.side().text());
    element.text(Field.ID, trade.id());
  }

  private static void book(BookVersion book, int depth, @Nullable BookVersion base, Element element)
      throws IOException {
    element.levels(Field.BIDS, base == null ? book.bids(depth) : book.bidsSince(base, depth));
    element.levels(Field.ASKS, base == null ? book.asks(depth) : book.asksSince(base, depth));
    element.number(Field.CHECKSUM, book.checksum());
    element.mark("stale", book.stale());
  }

  private static void bar(Bar bar, Element element) throws IOException {
    element.text(Field.INTERVAL, Objects.requireNonNull(bar.interval()).text());
    element.number(Field.START, bar.start());
    element.decimal(Field.OPEN, bar.open());
    element.decimal(Field.HIGH, bar.high());
    element.decimal(Field.LOW, bar.low());
    element.decimal(Field.CLOSE, bar.close());
    element.decimal(Field.VOLUME, bar.volume());
    element.number(Field.TRADES, bar.trades());
    element.flag(Field.CLOSED, bar.closed());
  }
}
