package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateHistoryTest {
  private static final long SECOND = 1_000_000;

  @Test
  void countsBySeconds() {
    RateHistory history = new RateHistory();
    assertTrue(history.isEmpty());
    for (long time : new long[] {10_500_000, 10_999_999, 11_000_000, 13_000_000, 9_000_000}) {
      history.add(time);
    }
    assertEquals(10 * SECOND, history.start());
    assertEquals(SECOND, history.columnMicros(60));
    assertArrayEquals(new double[] {3, 1, 0, 1}, history.columns(60));
    assertArrayEquals(new double[] {2, 0.5}, history.columns(2));
    assertEquals(2 * SECOND, history.columnMicros(2));
  }

  /** A year, and times that go back, in the memory of an hour; none is lost. */
  @Test
  void makesRoomForAnyLength() {
    Random random = new Random(7);
    RateHistory history = new RateHistory();
    long time = 1_600_000_000 * SECOND;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      history.add(time);
      time += random.nextLong(3_200 * SECOND) - SECOND;
    }
    double[] rates = history.columns(60);
    assertTrue(rates.length <= 60 && rates.length > 30, rates.length + " columns");
    double ticks = Arrays.stream(rates).sum() * history.columnMicros(60) / SECOND;
    assertEquals(count, Math.round(ticks));
  }

  @Test
  void takesTimesThatAreGarbage() {
    RateHistory history = new RateHistory();
    history.add(0);
    history.add((1L << 53) - 1);
    assertEquals(
        2, Math.round(Arrays.stream(history.columns(60)).sum() * history.columnMicros(60) / 1e6));
  }
}
