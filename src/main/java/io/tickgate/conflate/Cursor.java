package io.tickgate.conflate;

import io.tickgate.book.BarSeries;
import io.tickgate.book.BarVersion;
import io.tickgate.book.Log;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Version;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where one subscription stands in one channel of one symbol. Owned by the connection's loop. */
public final class Cursor {
  private final SymbolCursors owner;
  private final Terms terms;
  private boolean fresh; // nothing delivered yet, a snapshot is wanted
  private long delivered; // seq of the element delivered last
  private long next; // in mode all: seq of the next event wanted
  private long closing; // of bars: number of the next closing to look at
  private @Nullable BarSeries closingsOf;
  private @Nullable Version base; // the version delivered last, where updates are what changed
  private final Wheel.@Nullable Waiting waiting; // null without an interval
  int place; // among those that wait there
  @Nullable Cursor sibling; // the owner's next
  @Nullable Version newest; // as the owner's turn found it
  @Nullable Version candidate; // for delivery, in a step of the owner's turn

  /**
   * A cursor at its start.
   *
   * @param from trades after this seq are wanted first; -1 for none
   */
  Cursor(SymbolCursors owner, Terms terms, Wheel.@Nullable Waiting waiting, long from) {
    this.owner = owner;
    this.terms = terms;
    this.waiting = waiting;
    this.fresh = terms.snapshot();
    place(from);
  }

  /** Puts the cursor to the head, or behind the trade that the client saw last. */
  private void place(long from) {
    SymbolBook book = owner.book();
    if (channel() == Channel.BAR) {
      closingsOf = series();
      closing = closingsOf.closings().head();
      BarVersion newest = series().newest();
      delivered = newest == null ? 0 : newest.seq();
      return;
    }
    if (walks()) {
      book.walk(channel());
    }
    Version newest = book.newest(channel());
    delivered = newest == null ? 0 : newest.seq();
    base = channel() == Channel.BOOK ? newest : null;
    if (from >= 0) { // also beyond what this node has: it comes here too, and was seen
      delivered = from;
      fresh = false; // it goes on where it was: a snapshot would say that it starts
    }
    next = delivered + 1;
  }

  /** It isn't read any more. */
  void leave() {
    if (walks()) {
      owner.book().leave(channel());
    }
  }

  public Terms terms() {
    return terms;
  }

  public SymbolBook book() {
    return owner.book();
  }

  public SymbolCursors owner() {
    return owner;
  }

  Channel channel() {
    return terms.channel();
  }

  /** Where it waits for the next beat of its interval; null when it has none. */
  Wheel.@Nullable Waiting waiting() {
    return waiting;
  }

  /** Whether only the newest version matters to it. */
  boolean jumps() {
    return !walks() && channel() != Channel.BAR;
  }

  /** Whether it gets each event rather than the newest. */
  public boolean walks() {
    return terms.mode() == Mode.ALL && channel() != Channel.BAR;
  }

  /** Whether its snapshot is still to come. */
  public boolean fresh() {
    return fresh;
  }

  /**
   * Before the first delivery: whether it goes on from the seq that was asked for, with all after.
   */
  public boolean resumesWhole() {
    boolean resumes = delivered == terms.from();
    return resumes && owner.book().log(channel()).wholeFrom() <= delivered; // entry i has seq i + 1
  }

  /** Seq of the element delivered last, 0 for none. */
  public long delivered() {
    return delivered;
  }

  BarSeries series() {
    BarInterval interval = Objects.requireNonNull(terms.barInterval(), "bars have an interval");
    return owner.book().bars(interval);
  }

  /** The newest version of the channel, or null. */
  public @Nullable Version newest() {
    return channel() == Channel.BAR ? series().newest() : owner.book().newest(channel());
  }

  /**
   * Of a cursor that walks: the oldest event up to a seq that is wanted and still there, or null.
   */
  @Nullable Version nextEvent(long head) {
    Log<? extends Version> log = owner.book().log(channel());
    long seq = next;
    while (seq <= head) {
      Version version = log.get(seq - 1);
      if (version != null) {
        return version;
      }
      seq = Math.max(seq + 1, log.oldest() + 1);
    }
    return null;
  }

  /** Of a cursor that walks and has delivered nothing: the event that it starts with, or null. */
  @Nullable Version firstEvent(Version head) {
    if (delivered == 0) {
      return nextEvent(head.seq()); // subscribed before the first event: it gets every one
    }
    Version placed = owner.book().log(channel()).get(delivered - 1);
    return placed == null ? head : placed;
  }

  /** Of bars: the next bar that closed since the element delivered last, or null. */
  @Nullable BarVersion nextClosing() {
    BarSeries current = series();
    if (current != closingsOf) {
      closingsOf = current; // the book became what another was
      closing = 0;
    }
    Log<BarVersion> closings = current.closings();
    closing = Math.max(closing, closings.oldest());
    BarVersion version = closings.get(closing);
    while (version != null && version.seq() <= delivered) {
      version = closings.get(++closing);
    }
    return version;
  }

  /** Delivers a version, as a snapshot when it is the first; tells first what can't be any more. */
  void deliver(Version version, Emitter out) {
    if (walks() && version.seq() > next) {
      out.gap(this, next, version.seq() - 1);
    }
    if (fresh) {
      fresh = false;
      out.snapshot(this, version);
    } else {
      out.update(this, version, delivered, base);
    }
    delivered = version.seq();
    next = delivered + 1;
    base = channel() == Channel.BOOK || terms.changes() ? version : null;
  }
}
