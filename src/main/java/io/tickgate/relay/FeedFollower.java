package io.tickgate.relay;

import io.tickgate.book.BookMark;
import io.tickgate.book.BookMarkCodec;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.relay.FeedWord.Kind;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * One feed on a serving node: applies what its writer sent. Owned by the reader.
 *
 * <pre>
 *   a symbol's events, by position:  known ─▶ skipped    next ─▶ applied    later ─▶ gap
 *   a gap:                           freeze; the next mark that reaches as far mends it
 *   a life:                          lower ─▶ dropped    higher ─▶ new books, hidden until its writer
 *                                    says that it is on; until then the old are shown, as stale
 * </pre>
 */
final class FeedFollower {
  private static final Logger LOG = Logger.getLogger(FeedFollower.class);

  private final Feed feed;
  private final RelayCounters counters;
  private final BinaryReader reader = new BinaryReader();
  private Map<String, Follow> symbols = new HashMap<>(); // as many as books hold
  private long life = Life.NONE;
  private boolean hidden;
  private boolean caughtUp;
  private long heardNanos;
  private long wordMillis = Long.MAX_VALUE;
  private boolean silent;
  private FeedState state = FeedState.DOWN; // as its writer told in this term
  private String reason = "";

  FeedFollower(Feed feed, RelayCounters counters) {
    this.feed = feed;
    this.counters = counters;
  }

  /** When its writer spoke last, by the wall clock there. */
  long wordMillis() {
    return wordMillis;
  }

  /** Takes a life in; false when it is one of before, of which nothing counts any more. */
  boolean isCurrent(long told) {
    if (told > life) {
      begin(told);
    }
    boolean current = told == life;
    if (!current && caughtUp) {
      counters.fenced.increment();
    }
    return current;
  }

  private void begin(long next) {
    boolean otherWriter = Life.term(next) != Life.term(life);
    LOG.debugf("relay feed begins anew feed=%s term=%d", feed.id(), Life.term(next));
    life = next;
    symbols = new HashMap<>();
    feed.onRewind();
    hidden = true;
    counters.lives.increment();
    if (otherWriter) {
      state = FeedState.DOWN;
      reason = "its writer starts";
      feed.onToldState(feed.restarts() > 0 ? FeedState.STALE : FeedState.DOWN, reason);
    } else {
      show(); // a recording starts over, or goes elsewhere: as it does where it is played
    }
  }

  /** What the topic of feeds says. */
  void onWord(FeedWord word, ConsumerRecord<byte[], byte[]> record, long nowNanos) {
    long term = word.term(record.offset());
    long told = word.kind() == Kind.CLAIM ? Life.of(term, 0) : word.life();
    if (term < Life.term(life) || (told < life && word.kind() == Kind.CLAIM)) {
      return;
    }
    if (told > life) {
      begin(told);
    }
    wordMillis = record.timestamp();
    heardNanos = nowNanos;
    silent = word.kind() == Kind.RELEASE;
    if (silent) {
      feed.onToldState(FeedState.STALE, "its writer left");
    } else if (word.kind() == Kind.BEAT) {
      state = word.state();
      reason = word.reason();
      show();
    }
  }

  /** Says so when the writer has been silent for too long. */
  void onTime(long nowNanos, long leaseNanos) {
    if (!silent && caughtUp && nowNanos - heardNanos > leaseNanos) {
      silent = true;
      feed.onToldState(FeedState.STALE, "no word from its writer");
    }
  }

  /** All that there was at the start has been read. */
  void onCaughtUp(long nowNanos) {
    symbols.values().forEach(this::adopt);
    caughtUp = true;
    heardNanos = nowNanos;
    show();
  }

  /** Shows the books of this life, if there is nothing better to be seen meanwhile. */
  private void show() {
    if (!caughtUp) {
      return;
    }
    if (hidden && (state != FeedState.DOWN || feed.restarts() == 0)) {
      feed.onRestart(life);
      hidden = false;
    }
    if (!hidden && !silent && !(feed.state() == state && feed.reason().equals(reason))) {
      feed.onToldState(state, reason);
    }
  }

  /** The symbol of that name; {@link IllegalArgumentException} when it isn't one. */
  Follow symbol(String name) {
    Follow known = symbols.get(name);
    if (known == null) {
      known = new Follow(Symbol.of(name));
      symbols.put(name, known);
    }
    return known;
  }

  /**
   * One event of a symbol.
   *
   * @param seq of the trade, if it is one
   */
  void onTick(Follow follow, Tick tick, long position, long seq) {
    follow.seen = Math.max(follow.seen, position);
    if (follow.waits() && position <= follow.markPosition) {
      if (tick instanceof Trade trade) {
        feed.recall(seq, position, trade);
      }
      return;
    }
    if (isNext(follow, position)) {
      feed.apply(tick);
      onApplied(follow, position);
    }
  }

  /** The feed's clock moved on for the symbol. */
  void onTime(Follow follow, long time, long position) {
    if (isNext(follow, position)) {
      feed.onTime(follow.symbol, time);
      onApplied(follow, position);
    }
  }

  /** The feed ended for the symbol. */
  void onEnd(Follow follow, long position) {
    if (isNext(follow, position)) {
      feed.onEnd(follow.symbol);
      onApplied(follow, position);
    }
  }

  private boolean isNext(Follow follow, long position) {
    follow.seen = Math.max(follow.seen, position);
    if (follow.waits()) {
      if (position <= follow.markPosition) {
        return false;
      }
      adopt(follow);
    }
    if (follow.gap) {
      counters.skipped.increment();
      return false;
    }
    long known = feed.position(follow.symbol);
    if (position <= known) {
      counters.copies.increment();
    } else if (position > known + 1) {
      onGap(follow);
    }
    return position == known + 1;
  }

  private void onApplied(Follow follow, long position) {
    counters.applied.increment();
    if (feed.position(follow.symbol) != position) {
      onGap(follow); // no room for the symbol here, or it is another feed's
    }
  }

  private void onGap(Follow follow) {
    follow.gap = true;
    counters.gaps.increment();
    feed.freeze(follow.symbol);
  }

  /** A mark in the stream: the symbol goes on from it. */
  void onMark(Follow follow, BookMark mark) {
    long known = feed.position(follow.symbol);
    if (mark.position() > known || (follow.gap && mark.position() == known)) {
      adopt(follow, mark);
    }
    follow.seen = Math.max(follow.seen, mark.position());
  }

  /** A mark of the topic of marks, read before any tick; false: nothing is to be read again. */
  boolean onFirstMark(String name, byte[] value) {
    Follow follow = symbol(name);
    reader.wrap(value, 0, value.length);
    follow.markPosition = reader.whole();
    follow.mark = value;
    return false;
  }

  /** There is no mark any more: one that waits isn't to be adopted. */
  void onNoMark(String name) {
    Follow known = symbols.get(name);
    if (known != null) {
      known.mark = Follow.NO_MARK;
    }
  }

  /**
   * A mark of the topic of marks that comes while ticks do: of use only for a symbol that something
   * is missing of.
   *
   * @return whether the stream has to be read again from where the mark says: ticks after it have
   *     come and were skipped
   */
  boolean onLaterMark(String name, byte[] value) {
    Follow follow = symbols.get(name);
    if (follow == null || !follow.gap) { // of one that isn't known the first event is yet to come
      return false;
    }
    reader.wrap(value, 0, value.length);
    BookMark mark = BookMarkCodec.read(reader, follow.symbol);
    if (mark.position() < feed.position(follow.symbol)) {
      return false; // books don't go back; a newer one is to come
    }
    adopt(follow, mark);
    return follow.seen > mark.position();
  }

  private void adopt(Follow follow) {
    if (!follow.waits()) {
      return;
    }
    byte[] value = follow.mark;
    follow.mark = Follow.NO_MARK;
    reader.wrap(value, 0, value.length);
    try {
      adopt(follow, BookMarkCodec.read(reader, follow.symbol));
    } catch (IllegalArgumentException | ArithmeticException e) {
      counters.broken.increment();
      follow.gap = true;
    }
  }

  private void adopt(Follow follow, BookMark mark) {
    follow.mark = Follow.NO_MARK;
    follow.gap = false;
    feed.adopt(follow.symbol, mark);
    onAdopted(follow, mark.position());
  }

  private void onAdopted(Follow follow, long position) {
    if (feed.position(follow.symbol) != position) {
      onGap(follow); // no room for the symbol here
    }
  }
}
