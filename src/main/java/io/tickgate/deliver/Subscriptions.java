package io.tickgate.deliver;

import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.Version;
import io.tickgate.conflate.Conflator;
import io.tickgate.conflate.Cursor;
import io.tickgate.conflate.Mode;
import io.tickgate.conflate.SymbolCursors;
import io.tickgate.conflate.Terms;
import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import io.tickgate.security.Identity;
import io.tickgate.security.Timeliness;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.ServerMessages.Granted;
import io.tickgate.wire.ServerMessages.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one session, and the cursors they come to. A symbol that several cover has
 * one cursor a channel: that of its own name if there is one, else of the glob subscribed last.
 * Owned by the session's loop.
 */
final class Subscriptions {
  /** The unit: some 30 ns. */
  private static final long WORK_OF_A_MATCH = 1;

  /** A cursor made or given up, with its place among the readers: some 300 ns. */
  private static final long WORK_OF_A_CURSOR = 10;

  private final EntitledBooks market;
  private final Conflator conflator;
  private final Fanout fanout;
  private final Session session;
  private final Map<Subscription.Key, Subscription> all = new LinkedHashMap<>();
  private final Map<Subscription.Key, Subscription> globs = new LinkedHashMap<>();
  private final Map<SymbolBook, Fanout.Subscriber> watched = new LinkedHashMap<>();
  private boolean early; // a name was granted that isn't in the delayed books yet
  private int cursors;
  private long work;

  /**
   * What became of the subscriptions when entitlements changed.
   *
   * @param granted those with other terms or another timeliness now
   * @param ended those that aren't allowed any more
   * @param narrowed whether symbols of a glob ended
   */
  record Change(List<Granted> granted, List<Refused> ended, boolean narrowed) {
    static final Change NONE = new Change(List.of(), List.of(), false);

    boolean nothing() {
      return granted.isEmpty() && ended.isEmpty() && !narrowed;
    }
  }

  Subscriptions(EntitledBooks market, Conflator conflator, Fanout fanout, Session session) {
    this.market = market;
    this.conflator = conflator;
    this.fanout = fanout;
    this.session = session;
  }

  int size() {
    return all.size();
  }

  /** Cursors: one for each symbol and channel that is covered. */
  int cursors() {
    return cursors;
  }

  /** Cursors that there would be more with this subscription. */
  int moreCursors(Subscription subscription) {
    Channel channel = subscription.key().channel();
    if (subscription.glob() == null) {
      SymbolBook book = find(subscription.key());
      return book != null && conflator.cursor(book, channel) == null ? 1 : 0;
    }
    int more = 0;
    for (SymbolBook book : covered(subscription)) {
      more += conflator.cursor(book, channel) == null ? 1 : 0;
    }
    return more;
  }

  private @Nullable SymbolBook find(Subscription.Key key) {
    SymbolBook book = market.find(session.login().identity(), key.channel(), key.symbol());
    return book == null ? null : fanout.current(book);
  }

  private List<SymbolBook> covered(Subscription subscription) {
    Identity who = session.login().identity();
    work += market.size() * WORK_OF_A_MATCH;
    return market.covered(who, subscription.key().channel(), subscription::covers).stream()
        .map(fanout::current)
        .toList();
  }

  /** What the requests so far have cost, in names matched against a glob or as much as that. */
  long work() {
    return work;
  }

  boolean holds(Subscription.Key key) {
    return all.containsKey(key);
  }

  Collection<Subscription> all() {
    return all.values();
  }

  /** Adds a subscription, in place of one with the same key. */
  void add(Subscription subscription) {
    Subscription.Key key = subscription.key();
    all.remove(key);
    all.put(key, subscription);
    if (subscription.glob() == null) {
      SymbolBook book = find(key);
      early |= book == null;
      if (book != null) {
        open(book, subscription.terms(), subscription.terms().from());
      }
      return;
    }
    globs.remove(key);
    globs.put(key, subscription); // last, so it goes before the others
    for (SymbolBook book : covered(subscription)) {
      if (!holds(new Subscription.Key(key.channel(), book.symbol().name()))) {
        open(book, subscription.terms(), from(subscription.terms(), book));
      }
    }
  }

  /** A subscription that was just added, as told to the client. */
  Granted begun(Subscription subscription) {
    boolean resumes = subscription.glob() == null && subscription.terms().from() >= 0;
    if (!resumes || subscription.terms().channel() != Channel.TRADE) {
      return subscription.granted();
    }
    SymbolBook book = find(subscription.key());
    Cursor cursor = book == null ? null : conflator.cursor(book, Channel.TRADE);
    return subscription.granted(cursor != null && cursor.resumesWhole());
  }

  /** Puts everything in line with what the session may see and have now. */
  Change entitle() {
    List<Granted> granted = new ArrayList<>();
    List<Refused> ended = new ArrayList<>();
    int count = 0;
    for (Subscription each : List.copyOf(all.values())) {
      Refused no = refusal(each, count);
      if (no != null) {
        all.remove(each.key());
        globs.remove(each.key());
        ended.add(no);
        continue;
      }
      count++;
      Subscription now = clamped(each);
      if (now != each) {
        all.replace(each.key(), now);
        globs.replace(each.key(), now);
        granted.add(now.granted());
      }
    }
    session.context().stats().subscriptions.addAndGet(-ended.size());
    boolean narrowed = reopen();
    return new Change(granted, ended, narrowed);
  }

  /** A subscription with the interval and the timeliness that the session may have. */
  Subscription clamped(Subscription subscription) {
    Identity who = session.login().identity();
    Subscription.Key key = subscription.key();
    return subscription.with(
        who.entitlement().minIntervalMillis(),
        market.delayMillis(who, key.channel(), key.symbol()));
  }

  /** Most subscriptions that the session may have. */
  int limit() {
    int granted = session.login().identity().entitlement().maxSubscriptions();
    return Math.min(granted, session.context().limits().subscriptions());
  }

  private @Nullable Refused refusal(Subscription each, int before) {
    if (!allowed(each.key())) {
      return each.refused(ErrorCode.FORBIDDEN, "not allowed any more");
    }
    return before < limit()
        ? null
        : each.refused(ErrorCode.LIMIT_SUBSCRIPTIONS, "more than " + limit());
  }

  /** Whether there is something to see; a glob is as narrow as need be. */
  boolean allowed(Subscription.Key key) {
    Identity who = session.login().identity();
    return Glob.is(key.symbol())
        ? who.mayRead(key.channel())
        : market.timeliness(who, key.channel(), key.symbol()) != Timeliness.FORBIDDEN;
  }

  /** Ends and opens cursors after the entitlement changed; returns whether one ended. */
  private boolean reopen() {
    boolean closed = false;
    for (SymbolBook book : List.copyOf(watched.keySet())) {
      for (Channel channel : Channel.values()) {
        Cursor cursor = conflator.cursor(book, channel);
        if (cursor != null && !opens(book, channel)) {
          close(book, channel);
          closed = true;
        }
      }
    }
    for (SymbolBook book : market.books()) {
      cover(book, false);
    }
    return closed;
  }

  /**
   * Ends the subscriptions of that channel (or all) and symbols (or all); returns those that were.
   */
  List<Subscription> remove(@Nullable Channel channel, @Nullable Collection<String> symbols) {
    List<Subscription> ended = new ArrayList<>();
    Set<String> meantSymbols = symbols == null ? null : new HashSet<>(symbols);
    for (Subscription each : List.copyOf(all.values())) {
      boolean meant =
          (channel == null || each.key().channel() == channel)
              && (meantSymbols == null || meantSymbols.contains(each.key().symbol()));
      if (meant) {
        all.remove(each.key());
        globs.remove(each.key());
        ended.add(each);
      }
    }
    if (all.isEmpty()) {
      clear();
    } else {
      release(ended);
    }
    return ended;
  }

  /** Ends everything. */
  void clear() {
    all.clear();
    globs.clear();
    for (Map.Entry<SymbolBook, Fanout.Subscriber> each : List.copyOf(watched.entrySet())) {
      for (Channel channel : Channel.values()) {
        conflator.unsubscribe(each.getKey(), channel);
      }
      fanout.unwatch(each.getValue());
    }
    watched.clear();
    work += cursors * WORK_OF_A_CURSOR;
    count(-cursors);
  }

  private void count(int more) {
    cursors += more;
    session.context().stats().cursors.addAndGet(more);
  }

  /** A symbol that is new to the node. */
  void onSymbol(SymbolBook news) {
    cover(news, true);
  }

  /**
   * Opens what subscriptions say of a symbol and isn't open on these terms.
   *
   * @param first whether the client can't have had it from this node, so that it goes on where the
   *     request said
   */
  private void cover(SymbolBook news, boolean first) {
    SymbolBook book = fanout.current(news);
    for (Channel channel : Channel.values()) {
      Subscription subscription = deciding(book, channel);
      if (subscription == null || !opens(book, channel)) {
        continue;
      }
      Cursor cursor = conflator.cursor(book, channel);
      if (cursor != null && cursor.terms() == subscription.terms()) {
        continue;
      }
      if (cursor != null || cursors < session.context().limits().cursors()) {
        Terms terms = subscription.terms();
        open(book, terms, cursor == null && first ? terms.from() : onwards(cursor, terms));
      } else {
        session.onCursorsFull();
      }
    }
  }

  private boolean opens(SymbolBook book, Channel channel) {
    return deciding(book, channel) != null
        && market.sees(session.login().identity(), channel, book);
  }

  /** Whether a symbol that is new may be one that is subscribed. */
  boolean expectsMore() {
    return early || !globs.isEmpty();
  }

  /**
   * Ends all cursors on books that a restart replaced. Nothing of them goes out any more.
   *
   * @return opens the same on the books that took their places, from their start
   */
  Runnable leave(Restart restart) {
    List<Runnable> entries = new ArrayList<>();
    for (SymbolBook book : List.copyOf(watched.keySet())) {
      SymbolBook next = restart.successor(book);
      for (Channel channel : Channel.values()) {
        Cursor cursor = next == book ? null : conflator.cursor(book, channel);
        if (cursor != null) {
          Terms terms = cursor.terms();
          close(book, channel);
          entries.add(() -> open(next, terms, -1)); // seqs of before are of other counts
        }
      }
    }
    return () -> entries.forEach(Runnable::run);
  }

  /** Of a glob: one number for many symbols means those that have got so far. */
  private static long from(Terms terms, SymbolBook book) {
    Version newest = terms.channel() == Channel.TRADE ? book.newest(Channel.TRADE) : null;
    return newest != null && terms.from() <= newest.seq() ? terms.from() : -1;
  }

  /**
   * Where another cursor of the same book has to start so that no trade is lost or comes twice.
   * Other channels start with a snapshot: what changed can't be told from what the old cursor had.
   */
  private static long onwards(@Nullable Cursor cursor, Terms terms) {
    boolean each = terms.mode() == Mode.ALL && terms.channel() == Channel.TRADE;
    return cursor != null && each && cursor.walks() && !cursor.fresh() ? cursor.delivered() : -1;
  }

  private void open(SymbolBook book, Terms terms, long from) {
    if (!watched.containsKey(book)) {
      // heard of before the cursor is placed: nothing is missed in between
      watched.put(book, fanout.watch(book, session));
    }
    if (conflator.cursor(book, terms.channel()) == null) {
      count(1);
    }
    work += WORK_OF_A_CURSOR;
    conflator.subscribe(book, terms, from);
    Fanout.Subscriber subscriber = watched.get(book);
    SymbolCursors cursors = conflator.cursors(book);
    if (subscriber != null && cursors != null) {
      subscriber.cursors = cursors;
    }
  }

  /** After subscriptions ended: their symbols get the terms of others that cover them, or none. */
  private void release(List<Subscription> ended) {
    List<Subscription> endedGlobs = new ArrayList<>();
    for (Subscription each : ended) {
      if (each.glob() != null) {
        endedGlobs.add(each);
        continue;
      }
      SymbolBook book = find(each.key());
      if (book != null) {
        settle(book, each.key().channel());
      }
    }
    if (endedGlobs.isEmpty()) {
      return;
    }
    for (SymbolBook book : List.copyOf(watched.keySet())) {
      for (Subscription each : endedGlobs) {
        work += WORK_OF_A_MATCH;
        if (each.covers(book.symbol().name())) {
          settle(book, each.key().channel());
        }
      }
    }
  }

  private void settle(SymbolBook book, Channel channel) {
    Cursor cursor = conflator.cursor(book, channel);
    if (cursor == null) {
      return;
    }
    Subscription other = deciding(book, channel);
    if (other != null) {
      if (other.terms() != cursor.terms()) { // else it isn't touched: no second snapshot
        open(book, other.terms(), onwards(cursor, other.terms()));
      }
      return;
    }
    close(book, channel);
  }

  private void close(SymbolBook book, Channel channel) {
    work += WORK_OF_A_CURSOR;
    count(-1);
    if (conflator.unsubscribe(book, channel) != null) {
      Fanout.Subscriber subscriber = watched.remove(book);
      if (subscriber != null) {
        fanout.unwatch(subscriber);
      }
    }
  }

  private @Nullable Subscription deciding(SymbolBook book, Channel channel) {
    Subscription named = all.get(new Subscription.Key(channel, book.symbol().name()));
    if (named != null) {
      return named;
    }
    Subscription last = null;
    for (Subscription each : globs.values()) {
      work += WORK_OF_A_MATCH;
      if (each.key().channel() == channel && each.covers(book.symbol().name())) {
        last = each;
      }
    }
    return last;
  }
}
