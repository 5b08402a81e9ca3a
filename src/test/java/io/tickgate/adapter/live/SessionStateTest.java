package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.adapter.live.SessionState.BackingOff;
import io.tickgate.adapter.live.SessionState.Connecting;
import io.tickgate.adapter.live.SessionState.Ended;
import io.tickgate.adapter.live.SessionState.Linked;
import io.tickgate.adapter.live.SessionState.Live;
import io.tickgate.adapter.live.SessionState.Stale;
import io.tickgate.adapter.live.SessionState.Subscribing;
import io.tickgate.adapter.live.SessionState.Syncing;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every way from one state to another, and that there is none else. */
class SessionStateTest {
  private static final long MINUTE = 60_000_000_000L;

  @Test
  void theWaysThatThereAre() {
    Connecting connecting = new BackingOff(2, 5, "why").due(7);
    assertEquals(new Connecting(3, 7, "why"), connecting);
    assertEquals(new Subscribing(3, 8), connecting.opened(8));
    assertEquals(new Syncing(3, 9), connecting.opened(8).acknowledged(9));
    Live live = connecting.opened(8).acknowledged(9).synced(10);
    assertEquals(new Live(3, 10), live);
    assertEquals(new Stale(3, 10, "quiet", false), live.silent("quiet"));
    assertEquals(live, live.silent("quiet").heard());
    Stale paused = live.paused("maintenance");
    assertEquals(paused, paused.heard());
    assertEquals(live, paused.resumed());
    assertEquals(new Ended(), paused.ended());
  }

  @Test
  void onlyAGoodConnectionMakesFailuresForgotten() {
    Backoff backoff = new Backoff(0, new Random(1)); // no wait
    List<Linked> all =
        List.of(
            new Connecting(4, 0, ""),
            new Subscribing(4, 0),
            new Syncing(4, 0),
            new Live(4, 0),
            new Stale(4, 0, "", false));
    for (Linked each : all) {
      assertEquals(new BackingOff(4, MINUTE - 1, "x"), each.failed(MINUTE - 1, backoff, "x"));
      boolean good = each instanceof Live || each instanceof Stale;
      assertEquals(new BackingOff(good ? 0 : 4, MINUTE, "x"), each.failed(MINUTE, backoff, "x"));
    }
  }

  @Test
  void waitsAreSpreadFromNothingToTheLimit() {
    long seed = 7;
    Backoff backoff = new Backoff(30_000_000_000L, new Random(seed));
    long[] limits = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
    for (int attempt = 0; attempt < limits.length; attempt++) {
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 1_000; i++) {
        long wait = backoff.nanos(attempt) / 1_000_000;
        least = Math.min(least, wait);
        most = Math.max(most, wait);
      }
      String drawn = "seed " + seed + " attempt " + attempt + ": " + least + " to " + most;
      assertEquals(true, least < limits[attempt] / 50, drawn);
      assertEquals(true, most <= limits[attempt] && most > limits[attempt] * 49 / 50, drawn);
    }
  }
}
