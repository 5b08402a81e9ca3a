package io.tickgate.adapter.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.FeedState;
import io.tickgate.market.Listed;
import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatorAdapterTest {
  private static final long START = 1_767_364_200_000_000L;

  private final FeedCounters counters = new FeedCounters();
  private final HandMoved pacer = new HandMoved();
  private final Recording heard = new Recording();

  private SimulatorAdapter adapter(int symbols, int rate) {
    SimulatorSettings settings =
        new SimulatorSettings("sim", Listing.names(symbols), rate, 1, 10, false);
    return new SimulatorAdapter(settings, heard, heard, counters, pacer);
  }

  /** Clocks that stand still until told. */
  private static final class HandMoved implements Pacer {
    private final Semaphore pauses = new Semaphore(0);
    private final Semaphore wakeUps = new Semaphore(0);
    private long nanos = -5; // anything: only differences count
    private long micros = START;

    void advance(long by) {
      nanos += by;
      micros += by / 1_000;
    }

    @Override
    public long micros() {
      return micros;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void pause(long forNanos) throws InterruptedException {
      pauses.release();
      wakeUps.acquire();
    }
  }

  private static final class Recording implements TickListener, FeedListener {
    private final List<Tick> ticks = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final BlockingQueue<String> states = new LinkedBlockingQueue<>();
    private @Nullable Runnable onTick;

    @Override
    public boolean onTick(Tick tick) {
      ticks.add(tick);
      if (onTick != null) {
        onTick.run();
      }
      return true;
    }

    @Override
    public void onTime(long now) {
      times.add(now);
    }

    @Override
    public void onState(FeedState state, String reason) {
      states.add(state.text() + " " + reason + " on " + Thread.currentThread().getName());
    }

    @Override
    public void onRestart() {
      states.add("restart");
    }
  }

  @Test
  void listsEverySymbolAndThenGivesItsBook() {
    adapter(3, 100).open();
    List<String> opening = new ArrayList<>();
    for (Tick tick : heard.ticks) {
      opening.add(tick.getClass().getSimpleName() + " " + tick.symbol());
    }
    assertEquals(
        List.of(
            "Listed sim:BTC-USD",
            "Listed sim:ETH-USD",
            "Listed sim:SOL-USD",
            "BookChange sim:BTC-USD",
            "Quote sim:BTC-USD",
            "BookChange sim:ETH-USD",
            "Quote sim:ETH-USD",
            "BookChange sim:SOL-USD",
            "Quote sim:SOL-USD"),
        opening);
    assertEquals(9, counters.ticks.sum());
    assertEquals(List.of(START), heard.times);
  }

  @Test
  void opensTenThousandSymbols() {
    adapter(10_000, 200_000).open();
    assertEquals(10_000, heard.ticks.stream().filter(Listed.class::isInstance).count());
    assertEquals(10_000, heard.ticks.stream().filter(BookChange.class::isInstance).count());
  }

  @Test
  void keepsTheRateOverAMinute() {
    SimulatorAdapter adapter = adapter(20, 5_000);
    adapter.open();
    heard.ticks.clear();
    for (int i = 0; i < 60_000; i += 2) {
      pacer.advance(2_000_000);
      adapter.turn();
    }
    assertEquals(300_000, heard.ticks.size(), 3_000, "seed 1");
    assertEquals(0, counters.dropped.sum());
    assertEquals(heard.ticks.size() + 60, counters.ticks.sum());
  }

  @Test
  void stampsTicksWithTheTimeOfTheSlice() {
    SimulatorAdapter adapter = adapter(20, 5_000);
    adapter.open();
    heard.ticks.clear();
    pacer.advance(20_000_000);
    adapter.turn();
    assertTrue(heard.ticks.size() > 10, () -> "only " + heard.ticks.size());
    for (Tick tick : heard.ticks) {
      assertEquals(START + 20_000, tick.ts());
      assertEquals(START + 20_000, tick.rx());
    }
  }

  @Test
  void neverGoesBackWhenTheTimeOfDayIsSetBack() {
    SimulatorAdapter adapter = adapter(20, 5_000);
    adapter.open();
    heard.ticks.clear();
    pacer.advance(20_000_000);
    pacer.micros = START - 3_600_000_000L;
    adapter.turn();
    assertEquals(START, heard.ticks.get(0).ts());
  }

  @Test
  void tellsTheTimeEveryTenthOfASecond() {
    SimulatorAdapter adapter = adapter(1, 1);
    adapter.open();
    for (int i = 0; i < 500; i++) {
      pacer.advance(2_000_000);
      adapter.turn();
    }
    assertEquals(11, heard.times.size());
    assertEquals(START + 100_000, heard.times.get(1));
    assertEquals(START + 1_000_000, heard.times.get(10));
  }

  @Test
  void sleepsUntilSomethingIsDue() {
    SimulatorAdapter adapter = adapter(1, 1);
    adapter.open();
    long sleep = adapter.turn();
    assertTrue(sleep > 2_000_000 && sleep <= 100_000_000, () -> "sleeps " + sleep);
    SimulatorAdapter busy = adapter(1, 200_000);
    busy.open();
    pacer.advance(2_000_000);
    assertEquals(2_000_000, busy.turn());
  }

  @Test
  void makesUpForOneSecondAndSkipsTheRest() {
    SimulatorAdapter adapter = adapter(20, 1_000);
    adapter.open();
    heard.ticks.clear();
    pacer.advance(5_000_000_000L);
    assertEquals(2_000_000, adapter.turn() / 2_000_000 * 2_000_000);
    assertEquals(4_000, counters.dropped.sum(), 20);
    assertEquals(1_000, heard.ticks.size(), 400, "seed 1");
  }

  @Test
  void catchesUpInBoundedTurnsWithoutSleeping() {
    SimulatorAdapter adapter = adapter(20, 100_000);
    adapter.open();
    pacer.advance(900_000_000);
    assertEquals(0, adapter.turn());
    int turns = 1;
    while (adapter.turn() == 0) {
      turns++;
    }
    assertTrue(turns > 5 && turns < 50, "turns " + turns);
    assertEquals(0, counters.dropped.sum());
  }

  @Test
  void runsOnItsOwnThreadUntilStopped() throws InterruptedException {
    SimulatorAdapter adapter = adapter(2, 100);
    adapter.start();
    assertEquals("live  on feed-sim", heard.states.poll(10, TimeUnit.SECONDS));
    assertTrue(pacer.pauses.tryAcquire(10, TimeUnit.SECONDS));
    adapter.stop();
    assertEquals("down stopped on feed-sim", heard.states.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void goesDownWhenItsListenerFails() throws InterruptedException {
    SimulatorAdapter adapter = adapter(2, 100);
    heard.onTick =
        () -> {
          throw new IllegalStateException("a fault made by the test");
        };
    adapter.start();
    assertNotNull(heard.states.poll(10, TimeUnit.SECONDS));
    assertEquals("down failed on feed-sim", heard.states.poll(10, TimeUnit.SECONDS));
    adapter.stop();
  }
}
