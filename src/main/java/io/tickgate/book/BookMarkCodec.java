package io.tickgate.book;

import io.tickgate.book.QuoteVersion.Top;
import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Status;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.BinaryWriter;
import io.tickgate.market.codec.TickCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a {@link BookMark}, for a book on another node. Exact, but for the closed
 * bars: of those only the newest travel, for they are most of a mark.
 */
public final class BookMarkCodec {
  /** Fewest bytes of a level: two decimals of two bytes. */
  private static final int LEVEL_BYTES = 4;

  /** Fewest bytes of a bar: its start, five decimals of two bytes, trades, closed. */
  private static final int BAR_BYTES = 13;

  private BookMarkCodec() {}

  /**
   * Writes a mark.
   *
   * @param closedBars most closed bars of each interval
   */
  public static void write(BookMark mark, int closedBars, BinaryWriter out) {
    out.whole(mark.position);
    out.whole(mark.newest.scales());
    out.octet(mark.status == null ? 0 : 1 + mark.status.ordinal());
    out.octet(mark.best.source());
    top(mark.best.top(), out);
    out.octet(mark.levels.state().ordinal());
    levels(mark.levels.bids(), out);
    levels(mark.levels.asks(), out);
    Day day = mark.newest.day();
    day.write(out);
    optional(mark.newest.ticker(), out, (ticker, to) -> ticker(ticker, day, to));
    optional(mark.newest.quote(), out, BookMarkCodec::quote);
    optional(mark.newest.book(), out, (book, to) -> book(book, mark.levels, to));
    optional(mark.newest.trade(), out, BookMarkCodec::trade);
    out.whole(mark.newest.missed());
    for (BarSeries.Mark series : mark.bars) {
      series(series, closedBars, out);
    }
  }

  /**
   * Reads a mark of that symbol.
   *
   * @throws IllegalArgumentException when the bytes aren't a mark
   */
  public static BookMark read(BinaryReader in, Symbol symbol) {
    long position = in.whole();
    int scales = Math.toIntExact(in.whole());
    int told = in.octet();
    Status.State status = told == 0 ? null : one(Status.State.values(), told - 1);
    BestPrices best = new BestPrices();
    best.adopt(in.octet(), top(in));
    OrderBook.State state = one(OrderBook.State.values(), in.octet());
    OrderBook.Mark levels = new OrderBook.Mark(state, levels(in), levels(in));
    Day day = Day.read(in);
    BookMark.Newest newest =
        new BookMark.Newest(
            scales,
            optional(in, from -> ticker(from, day)),
            optional(in, BookMarkCodec::quote),
            optional(in, from -> book(from, levels)),
            optional(in, from -> trade(from, symbol)),
            in.whole(),
            day);
    List<BarSeries.Mark> bars = new ArrayList<>();
    for (BarInterval interval : BarInterval.values()) {
      bars.add(series(in, interval));
    }
    return new BookMark(position, newest, status, best, levels, bars);
  }

  // ---- versions: seq, position, rx, and ts from rx; then what is in them

  private static void version(Version version, BinaryWriter out) {
    out.whole(version.seq());
    out.whole(version.position());
    out.whole(version.rx());
    out.signed(version.ts() - version.rx());
  }

  private record Stamp(long seq, long position, long ts, long rx) {
    static Stamp of(BinaryReader in) {
      long seq = in.whole();
      long position = in.whole();
      long rx = in.whole();
      if (seq <= 0) {
        throw new IllegalArgumentException("a seq of " + seq);
      }
      return new Stamp(seq, position, rx + in.signed(), rx);
    }
  }

  private static void ticker(TickerVersion ticker, Day day, BinaryWriter out) {
    version(ticker, out);
    top(ticker.top(), out);
    flag(ticker.stale(), out);
    boolean same = ticker.day() == day;
    flag(same, out);
    if (!same) {
      ticker.day().write(out);
    }
  }

  private static TickerVersion ticker(BinaryReader in, Day day) {
    Stamp at = Stamp.of(in);
    Top top = top(in);
    boolean stale = flag(in);
    Day own = flag(in) ? day : Day.read(in);
    return new TickerVersion(at.seq, at.position, at.ts, at.rx, top, own, stale);
  }

  private static void quote(QuoteVersion quote, BinaryWriter out) {
    version(quote, out);
    top(quote.top(), out);
    flag(quote.stale(), out);
  }

  private static QuoteVersion quote(BinaryReader in) {
    Stamp at = Stamp.of(in);
    return new QuoteVersion(at.seq, at.position, at.ts, at.rx, top(in), flag(in));
  }

  /** A book that isn't stale shows the top of the levels, which are there already. */
  private static void book(BookVersion book, OrderBook.Mark levels, BinaryWriter out) {
    version(book, out);
    flag(book.stale(), out);
    if (book.stale()) {
      levels(List.of(book.bidArray()), out);
      levels(List.of(book.askArray()), out);
    }
  }

  private static BookVersion book(BinaryReader in, OrderBook.Mark levels) {
    Stamp at = Stamp.of(in);
    boolean stale = flag(in);
    PriceLevel[] bids = stale ? array(levels(in)) : best(levels.bids());
    PriceLevel[] asks = stale ? array(levels(in)) : best(levels.asks());
    return new BookVersion(at.seq, at.position, at.ts, at.rx, bids, asks, stale);
  }

  private static PriceLevel[] array(List<PriceLevel> levels) {
    return levels.toArray(PriceLevel[]::new);
  }

  private static PriceLevel[] best(List<PriceLevel> worstFirst) {
    int size = worstFirst.size();
    PriceLevel[] best = new PriceLevel[Math.min(size, BookVersion.MAX_DEPTH)];
    for (int i = 0; i < best.length; i++) {
      best[i] = worstFirst.get(size - 1 - i);
    }
    return best;
  }

  private static void trade(TradeVersion trade, BinaryWriter out) {
    version(trade, out);
    TickCodec.write(trade.trade(), true, trade.rx(), out);
  }

  private static TradeVersion trade(BinaryReader in, Symbol symbol) {
    Stamp at = Stamp.of(in);
    if (TickCodec.read(in, symbol, at.rx) instanceof Trade trade) {
      return new TradeVersion(at.seq, at.position, trade, null, null, null);
    }
    throw new IllegalArgumentException("not a trade");
  }

  // ---- bars

  private static void series(BarSeries.Mark series, int closedBars, BinaryWriter out) {
    List<Bar> closed = series.closed();
    List<Bar> newest = closed.subList(Math.max(0, closed.size() - closedBars), closed.size());
    out.whole(newest.size());
    newest.forEach(bar -> bar(bar, out));
    optional(series.open(), out, BookMarkCodec::bar);
    optional(
        series.newest(),
        out,
        (version, to) -> {
          version(version, to);
          bar(version.bar(), to);
        });
    out.whole(series.seq());
  }

  private static BarSeries.Mark series(BinaryReader in, BarInterval interval) {
    int count = in.count(BAR_BYTES);
    List<Bar> closed = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      closed.add(bar(in, interval));
    }
    Bar open = optional(in, from -> bar(from, interval));
    BarVersion newest = optional(in, from -> barVersion(from, interval));
    return new BarSeries.Mark(closed, open, newest, in.whole());
  }

  private static BarVersion barVersion(BinaryReader in, BarInterval interval) {
    Stamp at = Stamp.of(in);
    return new BarVersion(at.seq, at.position, at.ts, at.rx, bar(in, interval));
  }

  private static void bar(Bar bar, BinaryWriter out) {
    out.whole(bar.start());
    out.decimal(bar.open());
    out.decimal(bar.high());
    out.decimal(bar.low());
    out.decimal(bar.close());
    out.decimal(bar.volume());
    out.whole(bar.trades());
    flag(bar.closed(), out);
  }

  private static Bar bar(BinaryReader in, BarInterval interval) {
    return new Bar(
        interval,
        in.whole(),
        in.someDecimal(),
        in.someDecimal(),
        in.someDecimal(),
        in.someDecimal(),
        in.someDecimal(),
        in.whole(),
        flag(in));
  }

  // ---- parts

  private static void top(Top top, BinaryWriter out) {
    out.decimal(top.bid());
    out.decimal(top.bidSize());
    out.decimal(top.ask());
    out.decimal(top.askSize());
  }

  private static Top top(BinaryReader in) {
    return new Top(in.decimal(), in.decimal(), in.decimal(), in.decimal());
  }

  private static void levels(List<PriceLevel> levels, BinaryWriter out) {
    out.whole(levels.size());
    for (PriceLevel level : levels) {
      out.decimal(level.price());
      out.decimal(level.size());
    }
  }

  private static List<PriceLevel> levels(BinaryReader in) {
    int count = in.count(LEVEL_BYTES);
    List<PriceLevel> levels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Decimal price = in.someDecimal();
      levels.add(new PriceLevel(price, in.someDecimal()));
    }
    return levels;
  }

  private static <T> void optional(
      @Nullable T value, BinaryWriter out, BiConsumer<T, BinaryWriter> writer) {
    flag(value != null, out);
    if (value != null) {
      writer.accept(value, out);
    }
  }

  private static <T> @Nullable T optional(BinaryReader in, Function<BinaryReader, T> reader) {
    return flag(in) ? reader.apply(in) : null;
  }

  private static void flag(boolean value, BinaryWriter out) {
    out.octet(value ? 1 : 0);
  }

  private static boolean flag(BinaryReader in) {
    return in.octet() != 0;
  }

  private static <E> E one(E[] all, int ordinal) {
    if (ordinal >= all.length) {
      throw new IllegalArgumentException("one of " + all.length + " with number " + ordinal);
    }
    return all[ordinal];
  }
}
