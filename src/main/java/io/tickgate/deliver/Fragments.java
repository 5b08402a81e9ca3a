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
  /**
   * Different views of one version that are kept. Where there are more, the newest takes the place
   * of the one before, so that a few odd ones can't keep out what everybody asks for.
   */
  private static final int MAX_VIEWS = 8;

  private static final QuoteVersion.Top NO_TOP = new QuoteVersion.Top(null, null, null, null);

  private Fragments() {}

  /** What makes two subscribers' elements of a version different. */
  private record View(Encoding encoding, long fields, int depth, long base) {
    /** As {@code equals}, for whom making a view to compare with would be garbage. */
    boolean is(Encoding otherEncoding, Terms terms, long otherBase) {
      return encoding == otherEncoding
          && fields == terms.fields()
          && depth == terms.depth()
          && base == otherBase;
    }
  }

  private record Made(View view, Fragment fragment, @Nullable Made older, int count) {}

  /**
   * The element of a version.
   *
   * @param base the version that the subscriber has, for what changed since; null for everything
   */
  static Fragment of(
      String symbol, Version version, Encoding encoding, Terms terms, @Nullable Version base) {
    long baseSeq = base == null ? -1 : base.seq();
    Made made = (Made) version.derived();
    for (Made each = made; each != null; each = each.older) {
      if (each.view.is(encoding, terms, baseSeq)) {
        return each.fragment;
      }
    }
    Element.Head head = new Element.Head(symbol, version.seq(), version.ts(), version.rx());
    Fragment fragment =
        Element.encode(encoding, terms.fields(), head, e -> write(version, terms.depth(), base, e));
    View view = new View(encoding, terms.fields(), terms.depth(), baseSeq);
    Made older = made != null && made.count == MAX_VIEWS ? made.older : made;
    version.derive(new Made(view, fragment, older, older == null ? 1 : older.count + 1));
    return fragment;
  }

  /** The element of a closed bar before the one that a snapshot is about; it has that one's seq. */
  static Fragment ofHistory(
      String symbol, Bar bar, BarVersion version, Encoding encoding, long fields) {
    Element.Head head = new Element.Head(symbol, version.seq(), version.ts(), version.rx());
    return Element.encode(encoding, fields, head, element -> bar(bar, element));
  }

  private static void write(Version version, int depth, @Nullable Version base, Element element)
      throws IOException {
    if (version instanceof TickerVersion ticker) {
      TickerVersion before = base instanceof TickerVersion older ? older : null;
      top(ticker.top(), before == null ? NO_TOP : before.top(), element);
      day(ticker.day(), before == null ? Day.NONE : before.day(), element);
      element.mark("stale", ticker.stale());
    } else if (version instanceof QuoteVersion quote) {
      top(quote.top(), base instanceof QuoteVersion older ? older.top() : NO_TOP, element);
      element.mark("stale", quote.stale());
    } else if (version instanceof TradeVersion trade) {
      trade(trade.trade(), element);
    } else if (version instanceof BookVersion book) {
      book(book, depth, base instanceof BookVersion older ? older : null, element);
    } else if (version instanceof BarVersion bar) {
      bar(bar.bar(), element);
    }
  }

  private static void top(QuoteVersion.Top top, QuoteVersion.Top before, Element element)
      throws IOException {
    element.change(Field.BID, top.bid(), before.bid());
    element.change(Field.BID_SIZE, top.bidSize(), before.bidSize());
    element.change(Field.ASK, top.ask(), before.ask());
    element.change(Field.ASK_SIZE, top.askSize(), before.askSize());
  }

  private static void day(Day day, Day before, Element element) throws IOException {
    element.change(Field.LAST, day.last(), before.last());
    element.change(Field.LAST_SIZE, day.lastSize(), before.lastSize());
    if (day.open() == null && before.open() == null) {
      return; // no trade today, and none told: the count of 0 would say more than is known
    }
    element.change(Field.OPEN, day.open(), before.open());
    element.change(Field.HIGH, day.high(), before.high());
    element.change(Field.LOW, day.low(), before.low());
    element.change(Field.VOLUME, day.volume(), before.volume());
    if (day.trades() != before.trades() || before.open() == null) {
      element.number(Field.TRADES, day.trades());
    }
    element.change(Field.VWAP, day.vwap(), before.vwap());
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
