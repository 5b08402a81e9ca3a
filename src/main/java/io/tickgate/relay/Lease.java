package io.tickgate.relay;

import io.tickgate.market.FeedState;
import io.tickgate.relay.FeedWord.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Who writes a feed, as far as this node has read. Owned by the thread of the leases.
 *
 * <pre>
 *   FOLLOWING ──silence, release, nobody yet──▶ CLAIMING ──own claim is the newest──▶ LEADING
 *       ▲                                          │                                    │
 *       └────────────────another's claim came after┴────────────────────────────────────┘
 * </pre>
 *
 * <p>The newest claim in the log wins, so everyone who reads it agrees whenever they began to. Who
 * is cut off goes on in vain: what it sends later is of a lower term. Silence counts only while
 * this node reads what it writes itself, and soon: a broker that is away for a while makes nobody's
 * writer another, whoever finds it back first.
 */
final class Lease {
  /** What a node is to the feed. */
  enum State {
    FOLLOWING,
    CLAIMING,
    LEADING
  }

  final @Nullable Line line; // null of a feed that this node has no adapter for
  private final String node;
  private State state = State.FOLLOWING;
  private long term;
  private boolean free = true; // nobody has it, or who had it left it
  private long heardNanos;
  private int hellos; // own ones that were read since the writer's last word
  private long jitterNanos;

  // while leading
  private long beatNanos;
  private Line.@Nullable Told told;

  Lease(@Nullable Line line, String node, long now) {
    this.line = line;
    this.node = node;
    this.heardNanos = now;
  }

  /** Knows what the other knows. */
  void follow(Lease other) {
    term = other.term;
    free = other.free;
    heardNanos = other.heardNanos;
  }

  State state() {
    return state;
  }

  long term() {
    return term;
  }

  /** Whether another node has it, and spoke within the time. */
  boolean elsewhere(long now, long leaseNanos) {
    return state == State.FOLLOWING && !free && now - heardNanos < leaseNanos;
  }

  /** Takes in what the log says; returns whether this node's state changed. */
  boolean onWord(FeedWord word, long offset, long now) {
    long said = word.term(offset);
    if (said < term) {
      return false; // of a writer that has been succeeded
    }
    boolean news = said > term;
    term = said;
    free = word.kind() == Kind.RELEASE;
    heardNanos = now;
    hellos = 0;
    if (!news) {
      return false;
    }
    State before = state;
    boolean mine = word.kind() == Kind.CLAIM && word.node().equals(node);
    state = mine ? State.LEADING : State.FOLLOWING;
    told = null;
    return state != before || before == State.LEADING;
  }

  /** This node has read a word of its own. */
  void onHello() {
    hellos++;
  }

  /** What this node writes could not be read for a while: a lease has to pass from here on. */
  void onAway(long now) {
    heardNanos = now;
    hellos = 0;
  }

  /**
   * Whether it is time to claim the feed.
   *
   * @param leaseHellos how many of its own words a node reads in a lease
   */
  boolean wantsClaim(long now, long leaseNanos, int leaseHellos) {
    boolean silent = now - heardNanos > leaseNanos + jitterNanos && hellos >= leaseHellos;
    boolean due = free ? now - heardNanos > jitterNanos : silent;
    return line != null && state != State.LEADING && due;
  }

  /** It is claimed; if the claim gets lost, again after a lease. */
  void onClaimed(long now, long jitter) {
    state = State.CLAIMING;
    free = false;
    heardNanos = now;
    hellos = 0;
    jitterNanos = jitter;
  }

  void jitter(long nanos) {
    jitterNanos = nanos;
  }

  /** Whether a beat is due: it is time, or there is something new to say. */
  boolean wantsBeat(long now, long beatNanosEach) {
    if (state != State.LEADING || line == null || Life.term(line.told.number()) != term) {
      return false;
    }
    return told != line.told && !line.told.equals(told) || now - beatNanos >= beatNanosEach;
  }

  /** The beat of now. */
  FeedWord beat(Kind kind, long now) {
    beatNanos = now;
    Line.Told say = line == null ? new Line.Told(0, FeedState.DOWN, "") : line.told;
    told = say;
    long life = Life.term(say.number()) == term ? say.number() : Life.of(term, 0);
    return new FeedWord(kind, node, life, say.state(), say.reason());
  }
}
