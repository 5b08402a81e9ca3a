package io.tickgate.market.codec;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookCheck;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Listed;
import io.tickgate.market.Lost;
import io.tickgate.market.Missed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Status;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of a {@link Tick}, without its symbol, for which whoever writes has a shorter
 * name.
 *
 * <pre>
 *   head      kind in the low four bits, what else fits above
 *   rx        signed, from a base that writer and reader share (the tick before, say, or 0)
 *   ts        signed, from rx
 *   …         the fields of the kind
 * </pre>
 */
public final class TickCodec {
  private static final int QUOTE = 0;
  private static final int TRADE = 1;
  private static final int BOOK = 2;
  private static final int RESET = 3;
  private static final int SUMMARY = 4;
  private static final int STATUS = 5;
  private static final int LISTED = 6;
  private static final int LOST = 7;
  private static final int CANDLE = 8;
  private static final int MISSED = 9;
  private static final int KIND_BITS = 4;
  private static final int KIND = (1 << KIND_BITS) - 1;

  private static final int SNAPSHOT = 1;
  private static final int HELD = 2;
  private static final int CONTRADICTED = 4;

  /** Fewest bytes of a level: two decimals of two bytes. */
  private static final int LEVEL_BYTES = 4;

  /** Beside the interval of a bar. */
  private static final int CLOSED = 8;

  private static final Side[] SIDES = Side.values();
  private static final Status.State[] STATES = Status.State.values();
  private static final BarInterval[] INTERVALS = BarInterval.values();

  private TickCodec() {}

  /**
   * Writes a tick.
   *
   * @param held whether the book held against the check of the tick, if it has one
   * @param base microseconds that {@code rx} is near to
   */
  public static void write(Tick tick, boolean held, long base, BinaryWriter out) {
    if (tick instanceof Quote quote) {
      head(QUOTE, 0, tick, base, out);
      out.decimal(quote.bid());
      out.decimal(quote.bidSize());
      out.decimal(quote.ask());
      out.decimal(quote.askSize());
    } else if (tick instanceof Trade trade) {
      Side side = trade.side();
      head(TRADE, side == null ? 0 : 1 + side.ordinal(), tick, base, out);
      out.decimal(trade.price());
      out.decimal(trade.size());
      out.text(trade.id());
    } else if (tick instanceof BookChange change) {
      head(BOOK, bookFlags(change, held), tick, base, out);
      levels(change.bids(), out);
      levels(change.asks(), out);
      out.whole(change.window());
    } else {
      writeRare(tick, base, out);
    }
  }

  private static void writeRare(Tick tick, long base, BinaryWriter out) {
    if (tick instanceof BookReset reset) {
      head(RESET, 0, tick, base, out);
      out.text(reset.reason());
    } else if (tick instanceof Summary summary) {
      head(SUMMARY, 0, tick, base, out);
      out.decimal(summary.bid());
      out.decimal(summary.bidSize());
      out.decimal(summary.ask());
      out.decimal(summary.askSize());
      out.decimal(summary.last());
      out.decimal(summary.lastSize());
    } else if (tick instanceof Candle candle) {
      Bar bar = candle.bar();
      head(CANDLE, bar.interval().ordinal() | (bar.closed() ? CLOSED : 0), tick, base, out);
      bar(bar, candle.ts(), out);
    } else if (tick instanceof Status status) {
      head(STATUS, status.state().ordinal(), tick, base, out);
    } else if (tick instanceof Lost lost) {
      head(LOST, 0, tick, base, out);
      out.text(lost.reason());
    } else if (tick instanceof Missed missed) {
      head(MISSED, 0, tick, base, out);
      out.whole(missed.trades());
    } else {
      head(LISTED, 0, tick, base, out);
    }
  }

  private static void bar(Bar bar, long base, BinaryWriter out) {
    out.signed(bar.start() - base);
    out.decimal(bar.open());
    out.decimal(bar.high());
    out.decimal(bar.low());
    out.decimal(bar.close());
    out.decimal(bar.volume());
    out.whole(bar.trades());
  }

  private static void head(int kind, int more, Tick tick, long base, BinaryWriter out) {
    out.octet(kind | more << KIND_BITS);
    out.signed(tick.rx() - base);
    out.signed(tick.ts() - tick.rx());
  }

  private static int bookFlags(BookChange change, boolean held) {
    int check = change.check() == null ? 0 : held ? HELD : CONTRADICTED;
    return check | (change.snapshot() ? SNAPSHOT : 0);
  }

  private static void levels(List<PriceLevel> levels, BinaryWriter out) {
    out.whole(levels.size());
    for (int i = 0; i < levels.size(); i++) {
      PriceLevel level = levels.get(i);
      out.decimal(level.price());
      out.decimal(level.size());
    }
  }

  /**
   * Reads a tick of that symbol.
   *
   * @param base as it was written with
   * @throws IllegalArgumentException when the bytes aren't a tick
   */
  public static Tick read(BinaryReader in, Symbol symbol, long base) {
    int head = in.octet();
    int more = head >>> KIND_BITS;
    long rx = base + in.signed();
    long ts = rx + in.signed();
    return switch (head & KIND) {
      case QUOTE ->
          new Quote(symbol, ts, rx, in.decimal(), in.decimal(), in.decimal(), in.decimal());
      case TRADE ->
          new Trade(symbol, ts, rx, in.someDecimal(), in.someDecimal(), side(more), in.text());
      case BOOK -> {
        boolean snapshot = (more & SNAPSHOT) != 0;
        List<PriceLevel> bids = levels(in);
        List<PriceLevel> asks = levels(in);
        yield new BookChange(symbol, ts, rx, snapshot, bids, asks, window(in), check(more));
      }
      case RESET -> new BookReset(symbol, ts, rx, String.valueOf(in.text()));
      case SUMMARY ->
          new Summary(
              symbol,
              ts,
              rx,
              in.decimal(),
              in.decimal(),
              in.decimal(),
              in.decimal(),
              in.decimal(),
              in.decimal());
      case CANDLE -> new Candle(symbol, ts, rx, bar(more, ts, in));
      case STATUS -> new Status(symbol, ts, rx, state(more));
      case LISTED -> new Listed(symbol, ts, rx);
      case LOST -> new Lost(symbol, ts, rx, String.valueOf(in.text()));
      case MISSED -> new Missed(symbol, ts, rx, in.whole());
      default -> throw new IllegalArgumentException("a kind of tick that isn't known");
    };
  }

  private static Bar bar(int more, long base, BinaryReader in) {
    int interval = more & ~CLOSED;
    if (interval >= INTERVALS.length) {
      throw new IllegalArgumentException("an interval that isn't known");
    }
    return new Bar(
        INTERVALS[interval],
        base + in.signed(),
        in.someDecimal(),
        in.someDecimal(),
        in.someDecimal(),
        in.someDecimal(),
        in.someDecimal(),
        in.whole(),
        (more & CLOSED) != 0);
  }

  private static List<PriceLevel> levels(BinaryReader in) {
    int count = in.count(LEVEL_BYTES);
    List<PriceLevel> levels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      levels.add(new PriceLevel(in.someDecimal(), in.someDecimal()));
    }
    return levels;
  }

  private static int window(BinaryReader in) {
    long window = in.whole();
    if (window < 0 || window > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a window of " + window);
    }
    return (int) window;
  }

  private static @Nullable BookCheck check(int flags) {
    if ((flags & (HELD | CONTRADICTED)) == 0) {
      return null;
    }
    return (flags & HELD) != 0 ? CheckOutcome.HELD : CheckOutcome.CONTRADICTED;
  }

  private static @Nullable Side side(int more) {
    if (more > SIDES.length) {
      throw new IllegalArgumentException("a side that isn't known");
    }
    return more == 0 ? null : SIDES[more - 1];
  }

  private static Status.State state(int more) {
    if (more >= STATES.length) {
      throw new IllegalArgumentException("a state that isn't known");
    }
    return STATES[more];
  }
}
