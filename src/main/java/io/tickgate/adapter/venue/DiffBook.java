package io.tickgate.adapter.venue;

import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Symbol;

/**
 * Keeps one symbol's book changes in step with a snapshot that comes apart from them, by REST. It
 * holds no book: it decides what goes on to the one downstream.
 *
 * <pre>
 *            snapshot, not older than the changes       first change past it
 *   WAITING ─────────────────────────────────────▶ FRESH ──────────────▶ FOLLOWING
 *   changes  ◀──────────────── gap: reset, ask ──────┘                       │
 *   are held ◀──────────────── gap: reset, ask ──────────────────────────────┘
 * </pre>
 *
 * <p>Each venue numbers its changes in its own way; that is its {@link Rule}. Owned by the feed's
 * thread.
 */
public final class DiffBook {
  /** What a change is to a book. */
  public enum Step {
    /** The book holds it already. */
    STALE,
    /** It continues the book. */
    NEXT,
    /** Something between the book and it is missing. */
    GAP
  }

  /** How a venue numbers its changes. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Judges a change by its numbers.
     *
     * @param first number of the first update in the change
     * @param last number of the last
     * @param previous number of the last update in the change before, where the venue tells
     * @param at number of the last update in the book
     * @param fresh whether the book is a snapshot that no change has followed yet
     */
    Step judge(long first, long last, long previous, long at, boolean fresh);
  }

  /** What the books of one feed share: who hears of them, their rule, a bound for all. */
  public static final class Feed {
    private final VenueDecoder decoder;
    private final Rule rule;
    private final PendingChanges.Budget budget = new PendingChanges.Budget();

    public Feed(VenueDecoder decoder, Rule rule) {
      this.decoder = decoder;
      this.rule = rule;
    }
  }

  private enum State {
    WAITING,
    FRESH,
    FOLLOWING
  }

  private final VenueDecoder decoder;
  private final Rule rule;
  private final Symbol symbol;
  private final PendingChanges pending;
  private State state = State.WAITING;
  private boolean asked;
  private long at;

  public DiffBook(Feed feed, Symbol symbol) {
    this.decoder = feed.decoder;
    this.rule = feed.rule;
    this.symbol = symbol;
    this.pending = new PendingChanges(feed.budget);
  }

  /** A change came. */
  public void onChange(long first, long last, long previous, BookChange change) {
    if (state == State.WAITING) {
      hold(new PendingChanges.Change(first, last, previous, change));
      return;
    }
    switch (rule.judge(first, last, previous, at, state == State.FRESH)) {
      case STALE -> decoder.counters.ignored.increment();
      case NEXT -> apply(last, change);
      case GAP -> {
        var held = new PendingChanges.Change(first, last, previous, change);
        decoder.counters.dropped.add(pending.add(held)); // nothing, unless others hold it all
        lose(held);
      }
    }
  }

  /** A snapshot came that holds everything up to that number. */
  public void onSnapshot(long number, BookChange snapshot) {
    if (state != State.WAITING && number <= at) {
      decoder.counters.ignored.increment();
      return;
    }
    asked = false;
    if (stepOfPending(number) == Step.GAP) {
      ask("snapshot " + number + " is older than the changes");
      return;
    }
    at = number;
    state = State.FRESH;
    decoder.emit(snapshot);
    replay();
  }

  /** The answer to a request for a snapshot was no snapshot. */
  public void onSnapshotFailed() {
    if (state == State.WAITING) {
      ask("snapshot unreadable");
    }
  }

  /** A new connection: what was held is void, and so is the book. */
  public void onOpen(long rx) {
    if (state != State.WAITING) {
      decoder.emit(new BookReset(symbol, rx, rx, "connection reopened"));
    }
    state = State.WAITING;
    asked = false;
    pending.clear();
  }

  /** Asks for the first snapshot, unless that was done since the connection stands. */
  public void askOnce() {
    if (!asked && state == State.WAITING) {
      asked = true;
      decoder.requestSnapshot(symbol);
    }
  }

  /** Whether there is no book yet. */
  public boolean waits() {
    return state == State.WAITING;
  }

  /** Whether the changes that wait continue a snapshot of that number. */
  public boolean spans(long number) {
    return waits() && stepOfPending(number) == Step.NEXT;
  }

  private void hold(PendingChanges.Change change) {
    int dropped = pending.add(change);
    decoder.counters.dropped.add(dropped);
    if (dropped > 1) { // once a buffer, not once a change, when the snapshot doesn't come
      ask("no snapshot in time");
    } else {
      askOnce();
    }
  }

  /** What the first change that isn't stale is to a snapshot of that number; stale when none. */
  private Step stepOfPending(long number) {
    for (PendingChanges.Change change : pending) {
      Step step = judge(change, number, true);
      if (step != Step.STALE) {
        return step;
      }
    }
    return Step.STALE;
  }

  private void replay() {
    for (PendingChanges.Change head; (head = pending.peek()) != null; pending.remove()) {
      switch (judge(head, at, state == State.FRESH)) {
        case STALE -> decoder.counters.ignored.increment();
        case NEXT -> apply(head.last(), head.change());
        case GAP -> {
          lose(head);
          return;
        }
      }
    }
  }

  private Step judge(PendingChanges.Change change, long number, boolean fresh) {
    return rule.judge(change.first(), change.last(), change.previous(), number, fresh);
  }

  private void apply(long last, BookChange change) {
    at = last;
    state = State.FOLLOWING;
    decoder.emit(change);
  }

  private void lose(PendingChanges.Change change) {
    String reason = "gap between " + at + " and " + change.first();
    state = State.WAITING;
    decoder.emit(new BookReset(symbol, change.change().ts(), change.change().rx(), reason));
    ask(reason);
  }

  private void ask(String reason) {
    asked = true;
    decoder.requestResync(symbol, reason);
  }
}
