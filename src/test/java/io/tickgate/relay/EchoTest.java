package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.FeedState;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.relay.FeedWord.Kind;
import org.junit.jupiter.api.Test;

/** What a node reads of its own, by a clock that is moved by hand. */
class EchoTest {
  private static final long SECOND = 1_000_000_000;
  private static final long LEASE = 3 * SECOND;

  private final Echo echo = new Echo(SECOND, 0);

  @Test
  void nextOneGoesABeatAfterTheLast() {
    assertFalse(echo.isDue(SECOND - 1));
    assertTrue(echo.isDue(SECOND));
    echo.onSent(SECOND);
    assertTrue(echo.onRead(SECOND + 1));
    assertFalse(echo.isDue(2 * SECOND - 1));
    assertTrue(echo.isDue(2 * SECOND));
  }

  @Test
  void oneWaitsForTheBrokerAndNoMore() {
    echo.onSent(0);
    for (int i = 1; i < 32; i++) {
      assertFalse(echo.isDue(i * SECOND), "after " + i + " s");
    }
    assertTrue(echo.isDue(32 * SECOND), "it can't come any more");
  }

  @Test
  void lostOneIsFollowedAtOnceAndTheAnswerIsLate() {
    echo.onSent(0);
    echo.onLost();
    assertTrue(echo.isDue(30 * SECOND));
    echo.onSent(30 * SECOND);
    assertFalse(echo.onRead(30 * SECOND + 1), "nothing could be read for 30 s");
    echo.onSent(31 * SECOND);
    assertTrue(echo.onRead(31 * SECOND + 1));
  }

  /** A standby that finds the broker back before the writer does; what it had sent comes first. */
  @Test
  void whoIsBackFirstClaimsNothing() {
    Lease lease = new Lease(new Line("f", new ChunkPool(1 << 20)), "me", 0);
    lease.onWord(FeedWord.claim("other"), 3, 0);
    int sent = 0;
    for (long now = SECOND; now < 26 * SECOND; now += SECOND / 10) { // no broker
      if (echo.isDue(now)) {
        echo.onSent(now);
        sent++;
      }
    }
    long back = 26 * SECOND;
    for (int i = 0; i < sent; i++) {
      if (echo.onRead(back)) {
        lease.onHello();
      } else {
        lease.onAway(back);
      }
    }
    assertEquals(1, sent);
    assertFalse(lease.wantsClaim(back, LEASE, 3));
    lease.onHello();
    lease.onHello();
    lease.onHello();
    assertFalse(lease.wantsClaim(back + LEASE, LEASE, 3), "the writer has as long as that");
    assertTrue(lease.wantsClaim(back + LEASE + 1, LEASE, 3), "it isn't back either");
    FeedWord beat = new FeedWord(Kind.BEAT, "other", Life.of(4, 0), FeedState.LIVE, "");
    lease.onWord(beat, 9, back + LEASE);
    assertFalse(lease.wantsClaim(back + LEASE + 1, LEASE, 3));
  }
}
