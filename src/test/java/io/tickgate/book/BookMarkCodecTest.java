package io.tickgate.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.delay.Market;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.BinaryWriter;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookMarkCodecTest {
  private static final Symbol SYMBOL = Market.SYMBOLS.get(0);

  private final Feed feed = feed();
  private final Feed copy = feed();

  private static Feed feed() {
    return new Books(BookLimits.defaults(), InstantSource.system()).addFeed("f");
  }

  private static byte[] bytes(BookMark mark, int closedBars) {
    BinaryWriter out = new BinaryWriter();
    BookMarkCodec.write(mark, closedBars, out);
    return Arrays.copyOf(out.bytes(), out.length());
  }

  private static BookMark mark(byte[] bytes) {
    BinaryReader in = new BinaryReader();
    in.wrap(bytes, 0, bytes.length);
    BookMark mark = BookMarkCodec.read(in, SYMBOL);
    assertEquals(0, in.left(), "bytes left");
    return mark;
  }

  /** Everything, but for the trades of before the mark. */
  private static String text(Feed feed) {
    SymbolBook book = feed.book(SYMBOL);
    return BookText.of(book).replaceAll("trades \\d+ (\\d+) -?\\d+", "trades $1");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void markThatWasReadMakesTheSameBookAndGoesOnAlike(long seed) {
    Market market = new Market(seed);
    long rx = 1_763_690_000_000_000L;
    for (int i = 0; i < 4_000; i++) {
      rx += 50_000;
      Tick tick = market.tick(SYMBOL, rx);
      feed.apply(tick);
      if (i % 500 == 0) {
        feed.onTime(rx);
        copy.adopt(SYMBOL, mark(bytes(feed.book(SYMBOL).mark(), 1_024)));
        assertEquals(text(feed), text(copy), "seed " + seed + " mark " + i);
      } else if (i > 0) {
        copy.apply(tick);
      }
    }
    assertEquals(text(feed), text(copy), "seed " + seed);
    assertEquals(feed.position(SYMBOL), copy.position(SYMBOL));
  }

  @Test
  void onlyTheNewestClosedBarsTravel() {
    Market market = new Market(6);
    for (int i = 0; i < 2_000; i++) {
      feed.apply(market.tick(SYMBOL, 1_763_690_000_000_000L + i * 500_000L));
    }
    byte[] all = bytes(feed.book(SYMBOL).mark(), 1_024);
    byte[] few = bytes(feed.book(SYMBOL).mark(), 3);
    assertTrue(few.length < all.length / 2, few.length + " of " + all.length);
    copy.adopt(SYMBOL, mark(few));
    var bars = copy.book(SYMBOL).bars(BarInterval.S1);
    assertEquals(3, bars.history().head());
    var original = feed.book(SYMBOL).bars(BarInterval.S1);
    assertEquals(original.newest().bar(), bars.newest().bar());
    assertEquals(original.newest().seq(), bars.newest().seq());
  }

  @Test
  void bytesThatAreCutOrWrongAreRefused() {
    Market market = new Market(7);
    for (int i = 0; i < 500; i++) {
      feed.apply(market.tick(SYMBOL, 1_763_690_000_000_000L + i * 50_000L));
    }
    byte[] good = bytes(feed.book(SYMBOL).mark(), 10);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThrows(IllegalArgumentException.class, () -> mark(cut), "cut at " + length);
    }
    int accepted = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] wrong = good.clone();
      wrong[i] ^= (byte) 0xff;
      try {
        BinaryReader in = new BinaryReader();
        in.wrap(wrong, 0, wrong.length);
        BookMarkCodec.read(in, SYMBOL);
        accepted++; // another number is a number
      } catch (IllegalArgumentException | ArithmeticException e) {
        // refused
      }
    }
    assertTrue(accepted < good.length, "nothing was refused");
  }
}
