package io.tickgate.deliver;

import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.Feed;
import io.tickgate.book.Restart;
import io.tickgate.book.Stamp;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Watcher;
import io.tickgate.conflate.SymbolCursors;
import io.tickgate.conflate.Wheel;
import io.tickgate.market.FeedState;
import io.tickgate.security.Identity;
import io.tickgate.shard.Shard;
import io.tickgate.shard.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop does for its sessions: one signal a symbol that any of them reads, one turn
 * for all signals, one flush for each session that has something due. Everything runs on the loop.
 */
final class Fanout {
  /**
   * How often sessions are looked at for heartbeats, lag and dead peers. Fine enough for a
   * heartbeat of a second, and a thousand idle sessions cost microseconds.
   */
  private static final long LOOK_MILLIS = 100;

  private final Shard shard;
  private final LongSupplier nanoTime;
  private final Wheel wheel;
  private final FrameAssembler assembler;
  private final MessageInflater inflater = new MessageInflater();
  private final Map<SymbolBook, Watch> watches = new HashMap<>();
  private final List<Session> sessions = new ArrayList<>(); // each knows its place
  private final List<Session> ready = new ArrayList<>();
  private final Map<Feed, Long> restarts = new IdentityHashMap<>(); // told here; a few feeds
  private boolean looking;
  private long lookAt; // nanoseconds

  private final SessionContext context;

  Fanout(Shard shard, SessionContext context) {
    this.shard = shard;
    this.context = context;
    this.nanoTime = context.nanoTime();
    this.assembler =
        new FrameAssembler(
            new SharedFrames(shard::execute, context.compression(), context.stats()),
            context.stats(),
            this::arrival);
    this.wheel = new Wheel(shard::schedule, this::nowMillis);
    shard.afterSignals(this::flushReady);
    DelayedBooks delayed = context.access().market().delayed();
    takeOver(context.books());
    if (delayed != null) {
      takeOver(delayed.books());
    }
  }

  /** A loop that starts later tells the same epoch. */
  private void takeOver(Books books) {
    for (Feed feed : books.feeds()) {
      Restart newest = feed.restart();
      if (newest != null) {
        restarts.put(feed, newest.number());
      }
    }
  }

  Shard shard() {
    return shard;
  }

  Wheel wheel() {
    return wheel;
  }

  FrameAssembler assembler() {
    return assembler;
  }

  /** Nanoseconds of a clock that doesn't jump. */
  long nanos() {
    return nanoTime.getAsLong();
  }

  MessageInflater inflater() {
    return inflater;
  }

  /** The same clock in milliseconds; not the time of day. */
  long nowMillis() {
    return nanos() / 1_000_000;
  }

  /** One session's place among the readers of a symbol. */
  static final class Subscriber {
    private final Watch watch;
    private final Session session;
    @Nullable SymbolCursors cursors;
    private int index;

    private Subscriber(Watch watch, Session session, int index) {
      this.watch = watch;
      this.session = session;
      this.index = index;
    }
  }

  /** The readers of one symbol on this loop. */
  private final class Watch extends Signal implements Watcher {
    private final SymbolBook book;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private @Nullable Stamp stamp; // the newest that came here
    private long arrival;

    Watch(SymbolBook book) {
      super(shard);
      this.book = book;
      this.stamp = book.stamp(); // what came before is nobody's news here
    }

    @Override
    public void ring(int channels) {
      raise(channels);
    }

    @Override
    protected void onSignal(int channels) {
      Stamp newest = book.stamp();
      if (newest != null && newest != stamp) {
        arrive(newest);
      }
      for (int i = 0; i < subscribers.size(); i++) {
        Subscriber each = subscribers.get(i);
        SymbolCursors cursors = each.cursors;
        if (cursors != null) {
          each.session.conflator().mark(cursors, channels);
          ready(each.session);
        }
      }
    }

    private void arrive(Stamp newest) {
      stamp = newest;
      arrival = System.nanoTime();
      context.stats().latency().onLoop(arrival - newest.nanos());
    }
  }

  private long arrival(SymbolBook book, Stamp stamp) {
    Watch watch = watches.get(book);
    return watch == null || watch.stamp != stamp ? 0 : watch.arrival;
  }

  /** From now on the session is marked when the symbol has something new. */
  Subscriber watch(SymbolBook book, Session session) {
    Watch watch = watches.get(book);
    if (watch == null) {
      watch = new Watch(book);
      watches.put(book, watch);
      book.watch(watch);
    }
    Subscriber subscriber = new Subscriber(watch, session, watch.subscribers.size());
    watch.subscribers.add(subscriber);
    return subscriber;
  }

  void unwatch(Subscriber subscriber) {
    Watch watch = subscriber.watch;
    List<Subscriber> all = watch.subscribers;
    Subscriber last = all.remove(all.size() - 1);
    if (last != subscriber) { // the last takes its place: no scan however many there are
      last.index = subscriber.index;
      all.set(subscriber.index, last);
    }
    if (all.isEmpty()) {
      watches.remove(watch.book);
      watch.book.unwatch(watch);
    }
  }

  private void ready(Session session) {
    if (!session.ready) {
      session.ready = true;
      ready.add(session);
    }
  }

  private void flushReady() {
    for (int i = 0; i < ready.size(); i++) {
      Session session = ready.get(i);
      session.ready = false;
      session.flush();
    }
    ready.clear();
  }

  void add(Session session) {
    session.place = sessions.size();
    sessions.add(session);
    if (!looking) {
      looking = true;
      lookLater();
    }
  }

  void remove(Session session) {
    int place = session.place;
    if (place < sessions.size() && sessions.get(place) == session) {
      Session last = sessions.remove(sessions.size() - 1);
      if (last != session) { // the last takes its place: no scan however many there are
        last.place = place;
        sessions.set(place, last);
      }
    }
  }

  /** All sessions of this loop; a copy. */
  List<Session> sessions() {
    return List.copyOf(sessions);
  }

  private void lookLater() {
    lookAt = nanos() + LOOK_MILLIS * 1_000_000;
    shard.schedule(this::look, LOOK_MILLIS);
  }

  private void look() {
    long now = nanos();
    context.stats().latency().late(Math.max(0, now - lookAt));
    // backwards: one that ends meanwhile gets the last in its place, which has been looked at
    for (int i = sessions.size() - 1; i >= 0; i--) {
      if (i < sessions.size()) {
        sessions.get(i).onLook(now);
      }
    }
    looking = !sessions.isEmpty();
    if (looking) {
      lookLater();
    }
  }

  void onSymbol(SymbolBook book) {
    for (Session session : sessions()) {
      session.onSymbol(book);
    }
  }

  void onFeed(String id, FeedState state, String reason) {
    for (Session session : sessions()) {
      session.onFeed(id, state, reason);
    }
  }

  /** What the sessions of that reader on this loop have been told that counts run within. */
  String epoch(Identity who) {
    return context.epoch(feed -> restarts.getOrDefault(feed, 0L), who);
  }

  /**
   * The book to subscribe to where that one is meant: after a restart of its feed, which all
   * sessions of this loop are told of first if they aren't yet, the new one.
   */
  SymbolBook current(SymbolBook book) {
    Restart newest = Restart.newest(book);
    if (newest == null) {
      return book;
    }
    onRestart(newest);
    return newest.successor(book);
  }

  /** Every session goes over to the new books at once, so none sees both. */
  void onRestart(Restart restart) {
    if (restarts.getOrDefault(restart.feed(), 0L) < restart.number()) {
      restarts.put(restart.feed(), restart.number());
      for (Session session : sessions()) {
        session.onRestart(restart);
      }
    }
  }
}
