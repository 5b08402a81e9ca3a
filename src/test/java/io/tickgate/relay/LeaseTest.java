package io.tickgate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.FeedState;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.relay.FeedWord.Kind;
import io.tickgate.relay.Lease.State;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who writes a feed, by what the log says; the clock is moved by hand. */
class LeaseTest {
  private static final long SECOND = 1_000_000_000;
  private static final long LEASE = 3 * SECOND;

  private final Line line = new Line("f", new ChunkPool(1 << 20));
  private final Lease mine = new Lease(line, "me", 0);

  private static FeedWord claim(String node) {
    return FeedWord.claim(node);
  }

  private static FeedWord beat(Kind kind, String node, long term) {
    return new FeedWord(kind, node, Life.of(term, 0), FeedState.LIVE, "");
  }

  private void lead(long offset, long now) {
    mine.onClaimed(now, 0);
    assertTrue(mine.onWord(claim("me"), offset, now));
    assertEquals(State.LEADING, mine.state());
  }

  @Test
  void feedThatNobodyHasIsClaimedAtOnce() {
    assertTrue(mine.wantsClaim(1, LEASE, 3));
    lead(7, 1);
    assertEquals(8, mine.term());
    assertFalse(mine.wantsClaim(100 * SECOND, LEASE, 3));
  }

  @Test
  void silenceOfALeaseIsNeededToTakeItFromAnother() {
    mine.onWord(claim("other"), 3, SECOND);
    mine.onWord(beat(Kind.BEAT, "other", 4), 5, 2 * SECOND);
    mine.onHello();
    mine.onHello();
    mine.onHello();
    assertFalse(mine.wantsClaim(2 * SECOND + LEASE, LEASE, 3));
    assertTrue(mine.elsewhere(2 * SECOND + LEASE - 1, LEASE));
    assertTrue(mine.wantsClaim(2 * SECOND + LEASE + 1, LEASE, 3));
    assertFalse(mine.elsewhere(2 * SECOND + LEASE, LEASE));
  }

  @Test
  void releasedFeedIsClaimedAtOnce() {
    mine.onWord(claim("other"), 3, SECOND);
    mine.onWord(beat(Kind.RELEASE, "other", 4), 5, 2 * SECOND);
    assertTrue(mine.wantsClaim(2 * SECOND + 1, LEASE, 3));
  }

  @Test
  void ofTwoClaimsTheLaterWinsOnBothNodes() {
    Lease theirs = new Lease(line, "other", 0);
    mine.onClaimed(1, 0);
    theirs.onClaimed(1, 0);
    for (Lease each : List.of(mine, theirs)) {
      each.onWord(claim("me"), 10, 2);
      each.onWord(claim("other"), 11, 3);
      each.onWord(beat(Kind.BEAT, "me", 11), 12, 4); // sent before it knew
      assertEquals(12, each.term());
    }
    assertEquals(State.FOLLOWING, mine.state());
    assertEquals(State.LEADING, theirs.state());
  }

  @Test
  void whoIsSucceededLosesItAndNeverHearsTheOldTerm() {
    lead(1, 0);
    assertTrue(mine.onWord(claim("other"), 2, SECOND));
    assertEquals(State.FOLLOWING, mine.state());
    assertFalse(mine.onWord(beat(Kind.RELEASE, "me", 2), 3, 2 * SECOND));
    assertTrue(mine.elsewhere(2 * SECOND, LEASE));
  }

  @Test
  void silenceIsNoneWhileNothingCanBeRead() {
    mine.onWord(claim("other"), 3, SECOND);
    assertFalse(mine.wantsClaim(100 * SECOND, LEASE, 3), "not even its own words came");
    mine.onHello();
    mine.onHello();
    mine.onWord(beat(Kind.BEAT, "other", 4), 9, 100 * SECOND);
    mine.onHello();
    assertFalse(mine.wantsClaim(200 * SECOND, LEASE, 3), "the writer was heard in between");
    mine.onHello();
    mine.onHello();
    assertTrue(mine.wantsClaim(200 * SECOND, LEASE, 3));
  }

  @Test
  void beatIsDueWhenThereIsNewsAndEachInterval() {
    lead(1, 0);
    assertFalse(mine.wantsBeat(10 * SECOND, SECOND), "nothing of this term is in the stream yet");
    line.told = new Line.Told(Life.of(2, 0), FeedState.LIVE, "");
    assertTrue(mine.wantsBeat(SECOND, SECOND));
    FeedWord said = mine.beat(Kind.BEAT, SECOND);
    assertEquals(new FeedWord(Kind.BEAT, "me", Life.of(2, 0), FeedState.LIVE, ""), said);
    assertFalse(mine.wantsBeat(SECOND + 1, SECOND));
    line.told = new Line.Told(Life.of(2, 0), FeedState.STALE, "quiet");
    assertTrue(mine.wantsBeat(SECOND + 1, SECOND));
    mine.beat(Kind.BEAT, SECOND + 1);
    assertTrue(mine.wantsBeat(2 * SECOND + 1, SECOND));
  }

  @Test
  void wordsAreReadAsTheyWereWrittenAndNothingElseIs() {
    FeedWord word = new FeedWord(Kind.BEAT, "a/1", Life.of(77, 3), FeedState.REPLAY, "why, ü");
    byte[] bytes = word.toBytes();
    assertEquals(word, FeedWord.of(bytes));
    assertEquals(77, word.term(5));
    assertEquals(6, claim("a").term(5));
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> FeedWord.of(cut), "cut at " + length);
    }
    bytes[0] = 2;
    assertThrows(IllegalArgumentException.class, () -> FeedWord.of(bytes));
  }
}
