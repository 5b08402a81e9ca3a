package io.tickgate.deliver;

import io.tickgate.book.Books;
import io.tickgate.book.SymbolBook;
import io.tickgate.conflate.Conflator;
import io.tickgate.conflate.Cursor;
import io.tickgate.conflate.SymbolCursors;
import io.tickgate.conflate.Terms;
import io.tickgate.market.Channel;
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
  private final Books books;
  private final Conflator conflator;
  private final Fanout fanout;
  private final Session session;
  private final Map<Subscription.Key, Subscription> all = new LinkedHashMap<>();
  private final Map<Subscription.Key, Subscription> globs = new LinkedHashMap<>();
  private final Map<SymbolBook, Fanout.Subscriber> watched = new LinkedHashMap<>();

  Subscriptions(Books books, Conflator conflator, Fanout fanout, Session session) {
    this.books = books;
    this.conflator = conflator;
    this.fanout = fanout;
    this.session = session;
  }

  int size() {
    return all.size();
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
      SymbolBook book = books.find(key.symbol());
      if (book != null) {
        open(book, subscription.terms());
      }
      return;
    }
    globs.remove(key);
    globs.put(key, subscription); // last, so it goes before the others
    for (SymbolBook book : books.symbols()) {
      String name = book.symbol().name();
      if (subscription.covers(name) && !holds(new Subscription.Key(key.channel(), name))) {
        open(book, subscription.terms());
      }
    }
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
      ended.forEach(this::release);
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
  }

  /** A symbol that is new to the node. */
  void onSymbol(SymbolBook book) {
    for (Channel channel : Channel.values()) {
      Subscription subscription = deciding(book, channel);
      if (subscription != null && conflator.cursor(book, channel) == null) {
        open(book, subscription.terms());
      }
    }
  }

  boolean hasGlobs() {
    return !globs.isEmpty();
  }

  private void open(SymbolBook book, Terms terms) {
    if (!watched.containsKey(book)) {
      // heard of before the cursor is placed: nothing is missed in between
      watched.put(book, fanout.watch(book, session));
    }
    conflator.subscribe(book, terms);
    Fanout.Subscriber subscriber = watched.get(book);
    SymbolCursors cursors = conflator.cursors(book);
    if (subscriber != null && cursors != null) {
      subscriber.cursors = cursors;
    }
  }

  /** After a subscription ended: its symbols get the terms of another that covers them, or none. */
  private void release(Subscription ended) {
    Channel channel = ended.key().channel();
    for (SymbolBook book : List.copyOf(watched.keySet())) {
      Cursor cursor = conflator.cursor(book, channel);
      if (cursor == null || !ended.covers(book.symbol().name())) {
        continue;
      }
      Subscription other = deciding(book, channel);
      if (other != null) {
        if (other.terms() != cursor.terms()) { // else it isn't touched: no second snapshot
          open(book, other.terms());
        }
      } else if (conflator.unsubscribe(book, channel) != null) {
        Fanout.Subscriber subscriber = watched.remove(book);
        if (subscriber != null) {
          fanout.unwatch(subscriber);
        }
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
      if (each.key().channel() == channel && each.covers(book.symbol().name())) {
        last = each;
      }
    }
    return last;
  }
}
