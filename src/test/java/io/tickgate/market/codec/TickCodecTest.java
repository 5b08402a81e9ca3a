package io.tickgate.market.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Decimal;
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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TickCodecTest {
  private static final Symbol SYMBOL = Symbol.of("kraken:BTC/USD");
  private static final String[] NUMBERS = {
    "0",
    "0.00000000",
    "-1.50",
    "64012.15",
    "0.000051000",
    "999999999999999999",
    "-999999999999999999",
    "1000000000000000000",
    "123456789012345678901234567890.0100",
    "0.0000000000000000000000000000000000000001",
  };
  private static final String[] TEXTS = {"", "77", "f3a1-é", "\ud800 lone", "\u0000\uffff"};

  /** What was read back, and that all was read. */
  private static Tick trip(Tick tick, boolean held, long base) {
    BinaryWriter out = new BinaryWriter();
    TickCodec.write(tick, held, base, out);
    BinaryReader in = new BinaryReader();
    in.wrap(out.bytes(), 0, out.length());
    Tick back = TickCodec.read(in, SYMBOL, base);
    assertEquals(0, in.left(), tick.toString());
    return back;
  }

  private static Decimal number(Random random) {
    if (random.nextInt(4) == 0) {
      return Decimal.parse(NUMBERS[random.nextInt(NUMBERS.length)]);
    }
    return Decimal.of(
        random.nextLong() >> random.nextInt(64), random.nextInt(Decimal.MAX_SCALE + 1));
  }

  private static @Nullable Decimal maybe(Random random) {
    return random.nextInt(4) == 0 ? null : number(random);
  }

  private static List<PriceLevel> levels(Random random) {
    List<PriceLevel> levels = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      levels.add(new PriceLevel(number(random), number(random)));
    }
    return levels;
  }

  private static Tick tick(Random random) {
    long ts = random.nextBoolean() ? random.nextLong() : 1_763_690_000_000_000L;
    long rx = random.nextBoolean() ? random.nextLong() : ts + random.nextInt(100_000);
    return switch (random.nextInt(10)) {
      case 0 ->
          new Quote(SYMBOL, ts, rx, maybe(random), maybe(random), maybe(random), maybe(random));
      case 1 ->
          new Trade(
              SYMBOL,
              ts,
              rx,
              number(random),
              number(random),
              List.of(Side.BUY, Side.SELL).get(random.nextInt(2)),
              TEXTS[random.nextInt(TEXTS.length)]);
      case 2 ->
          new BookChange(
              SYMBOL,
              ts,
              rx,
              random.nextBoolean(),
              levels(random),
              levels(random),
              random.nextInt(2) * random.nextInt(Integer.MAX_VALUE),
              null);
      case 3 -> new BookReset(SYMBOL, ts, rx, TEXTS[random.nextInt(TEXTS.length)]);
      case 4 ->
          new Summary(
              SYMBOL,
              ts,
              rx,
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random),
              maybe(random));
      case 5 -> new Status(SYMBOL, ts, rx, Status.State.values()[random.nextInt(3)]);
      case 6 -> new Listed(SYMBOL, ts, rx);
      case 7 ->
          new Candle(
              SYMBOL,
              ts,
              rx,
              new Bar(
                  BarInterval.values()[random.nextInt(5)],
                  random.nextLong(),
                  number(random),
                  number(random),
                  number(random),
                  number(random),
                  number(random),
                  random.nextInt(Integer.MAX_VALUE),
                  random.nextBoolean()));
      case 8 -> new Missed(SYMBOL, ts, rx, 1 + random.nextInt(1_000_000));
      default -> new Lost(SYMBOL, ts, rx, TEXTS[random.nextInt(TEXTS.length)]);
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyTickComesBackAsItWas(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Tick tick = tick(random);
      assertEquals(tick, trip(tick, true, random.nextLong()), "seed " + seed + " tick " + i);
    }
  }

  @Test
  void tradeWithoutSideAndIdComesBackAsItWas() {
    Trade trade = new Trade(SYMBOL, 5, 7, Decimal.of(150, 2), Decimal.of(1, 0), null, null);
    assertEquals(trade, trip(trade, true, 0));
  }

  @Test
  void checkComesBackAsWhatCameOfIt() {
    BookChange change =
        new BookChange(SYMBOL, 5, 7, true, List.of(), List.of(), 10, (bids, asks) -> true);
    assertEquals(CheckOutcome.HELD, ((BookChange) trip(change, true, 0)).check());
    assertEquals(CheckOutcome.CONTRADICTED, ((BookChange) trip(change, false, 0)).check());
    BookChange back = (BookChange) trip(change, false, 0);
    assertEquals(back, trip(back, false, 0), "a check that came back travels on");
  }

  @Test
  void usualQuoteTakesFewBytes() {
    Decimal price = Decimal.parse("64012.15");
    Decimal size = Decimal.parse("0.41250000");
    Quote quote = new Quote(SYMBOL, 1_000_000, 1_012_000, price, size, price, size);
    BinaryWriter out = new BinaryWriter();
    TickCodec.write(quote, true, 1_011_000, out);
    assertEquals(26, out.length());
  }

  @Test
  void whatIsCutShortIsRefused() {
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      BinaryWriter out = new BinaryWriter();
      TickCodec.write(tick(random), true, 0, out);
      for (int length = 0; length < out.length(); length++) {
        BinaryReader in = new BinaryReader();
        in.wrap(Arrays.copyOf(out.bytes(), length), 0, length);
        assertThrows(IllegalArgumentException.class, () -> TickCodec.read(in, SYMBOL, 0));
      }
    }
  }

  @Test
  void noBytesDoMoreThanBeRefused() {
    Random random = new Random(5);
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      BinaryReader in = new BinaryReader();
      in.wrap(bytes, 0, bytes.length);
      try {
        TickCodec.read(in, SYMBOL, 0);
        read++;
      } catch (IllegalArgumentException e) {
        assertTrue(in.left() >= 0); // the only thing that may be thrown
      }
    }
    assertTrue(read > 100, read + " were ticks by chance");
  }

  @Test
  void largeBufferIsGivenUp() {
    BinaryWriter out = new BinaryWriter();
    out.text("x".repeat(10_000));
    byte[] large = out.bytes();
    out.clear(100_000);
    out.octet(7);
    assertTrue(large == out.bytes());
    out.clear(1_000);
    out.octet(7);
    assertArrayEquals(new byte[] {7}, Arrays.copyOf(out.bytes(), out.length()));
    assertTrue(out.bytes().length < 1_000);
  }
}
