package io.tickgate.cli;

import io.tickgate.market.Bar;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Decimal;
import io.tickgate.market.Lost;
import io.tickgate.market.Missed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Status;
import io.tickgate.market.Summary;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A tick as a line for people: receive time, symbol, kind, values. */
final class TickText {
  /** Of a side of a book; the rest is a count. */
  private static final int MAX_LEVELS = 5;

  private TickText() {}

  static String of(Tick tick) {
    return Times.text(tick.rx()) + "  " + tick.symbol() + "  " + values(tick);
  }

  private static String values(Tick tick) {
    if (tick instanceof Quote quote) {
      return "quote    "
          + level(quote.bid(), quote.bidSize())
          + " / "
          + level(quote.ask(), quote.askSize());
    }
    if (tick instanceof Trade trade) {
      String side = trade.side() == null ? "-" : trade.side().text();
      String id = trade.id() == null ? "" : "  #" + trade.id();
      return "trade    " + side + " " + level(trade.price(), trade.size()) + id;
    }
    if (tick instanceof BookChange change) {
      return (change.snapshot() ? "snapshot " : "change   ")
          + ("bids " + levels(change.bids()) + "  asks " + levels(change.asks()));
    }
    return rare(tick);
  }

  private static String rare(Tick tick) {
    if (tick instanceof Summary summary) {
      return "summary  last " + level(summary.last(), summary.lastSize());
    }
    if (tick instanceof Candle candle) {
      Bar bar = candle.bar();
      return "bar      "
          + (bar.interval().text() + " from " + Times.text(bar.start()) + "  " + bar.open() + " ")
          + (bar.high() + " " + bar.low() + " " + bar.close() + "  " + bar.volume());
    }
    if (tick instanceof Status status) {
      return "status   " + status.state().name().toLowerCase(Locale.ROOT);
    }
    if (tick instanceof BookReset reset) {
      return "reset    " + reset.reason();
    }
    if (tick instanceof Missed missed) {
      return "missed   " + missed.trades() + " trades";
    }
    return tick instanceof Lost lost ? "lost     " + lost.reason() : "listed";
  }

  private static String level(@Nullable Decimal price, @Nullable Decimal size) {
    return (price == null ? "-" : price.toString()) + (size == null ? "" : " x " + size);
  }

  private static String levels(List<PriceLevel> levels) {
    StringJoiner text = new StringJoiner(", ");
    for (PriceLevel level : levels.subList(0, Math.min(MAX_LEVELS, levels.size()))) {
      text.add(level.price() + " x " + level.size());
    }
    if (levels.size() > MAX_LEVELS) {
      text.add((levels.size() - MAX_LEVELS) + " more");
    }
    return levels.isEmpty() ? "-" : text.toString();
  }
}
