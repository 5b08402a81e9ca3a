package io.tickgate.delay;

import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
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
import java.util.Random;

/** Ticks of every kind at random: what no venue would send in one mix, but any may. */
public final class Market {
  public static final List<Symbol> SYMBOLS =
      List.of(Symbol.of("sim:A-USD"), Symbol.of("sim:B-USD"), Symbol.of("sim:C-USD"));

  private final Random random;

  public Market(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  public Tick tick(long rx) {
    return tick(SYMBOLS.get(random.nextInt(SYMBOLS.size())), rx);
  }

  public Tick tick(Symbol symbol, long rx) {
    long ts = rx - random.nextInt(50_000);
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> new Quote(symbol, ts, rx, price(), size(), price(), size());
      case 4, 5, 6, 7 ->
          new Trade(
              symbol, ts, rx, price(), size(), random.nextBoolean() ? Side.BUY : null, "" + ts);
      case 8, 9, 10, 11 -> change(symbol, ts, rx, false, 3);
      case 12 ->
          random.nextInt(10) == 0
              ? change(symbol, ts, rx, true, 30)
              : new Summary(symbol, ts, rx, price(), size(), null, null, price(), size());
      case 13 ->
          random.nextInt(20) == 0
              ? new BookReset(symbol, ts, rx, "gap")
              : new Listed(symbol, ts, rx);
      case 14 -> new Status(symbol, ts, rx, Status.State.values()[random.nextInt(3)]);
      default -> checked(symbol, ts, rx);
    };
  }

  private BookChange change(Symbol symbol, long ts, long rx, boolean snapshot, int most) {
    return new BookChange(symbol, ts, rx, snapshot, levels(most), levels(most), 0, null);
  }

  private BookChange checked(Symbol symbol, long ts, long rx) {
    boolean holds = random.nextInt(10) > 0;
    return new BookChange(
        symbol, ts, rx, random.nextInt(8) == 0, levels(2), levels(2), 25, (bids, asks) -> holds);
  }

  private List<PriceLevel> levels(int most) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      levels.add(new PriceLevel(price(), random.nextInt(3) == 0 ? Decimal.ZERO : size()));
    }
    return levels;
  }

  private Decimal price() {
    return Decimal.of(6_400_000 + random.nextInt(200), 2);
  }

  private Decimal size() {
    return Decimal.of(1 + random.nextInt(100_000_000), 8);
  }
}
