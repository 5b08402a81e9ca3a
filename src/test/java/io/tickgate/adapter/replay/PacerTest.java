package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PacerTest {
  private final HandClock clock = new HandClock();

  @Test
  void waitsAtTheFactor() {
    Pacer pacer = new Pacer(() -> 4, clock, () -> false);
    long start = clock.nanos();
    pacer.await(5_000_000);
    assertEquals(0, clock.nanos() - start);
    pacer.await(5_000_004);
    assertEquals(1_000, clock.nanos() - start);
    pacer.await(9_000_000);
    assertEquals(1_000_000_000, clock.nanos() - start);
  }

  @Test
  void doesNotWaitForWhatIsDue() {
    Pacer pacer = new Pacer(() -> 1, clock, () -> false);
    pacer.await(0);
    clock.spend(3_000);
    long late = clock.nanos();
    pacer.await(1);
    pacer.await(3);
    pacer.await(2);
    assertEquals(late, clock.nanos());
    pacer.await(4);
    assertEquals(late + 1_000, clock.nanos());
    assertEquals(1, clock.parks());
  }

  @Test
  void waitsOnWhenWokenEarly() {
    HandClock restless = new HandClock(300);
    Pacer pacer = new Pacer(() -> 1, restless, () -> false);
    pacer.await(0);
    long start = restless.nanos();
    pacer.await(1);
    assertEquals(1_000, restless.nanos() - start);
    assertEquals(4, restless.parks());
  }

  @Test
  void neverWaitsAtFullSpeed() {
    Pacer pacer = new Pacer(() -> Double.POSITIVE_INFINITY, clock, () -> false);
    pacer.await(0);
    pacer.await(1L << 52);
    assertEquals(0, clock.parks());
  }

  @Test
  void outlivesAbsurdTimes() {
    Pacer pacer = new Pacer(() -> 0.000000001, clock, () -> clock.parks() > 0);
    pacer.await(0);
    pacer.await(1L << 52);
    assertEquals(1, clock.parks());
  }
}
