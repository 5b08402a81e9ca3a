package io.tickgate.book;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A feed's time went back, or jumped: its symbols have books of their own from here on, in which
 * all counts start from 1. The books of before get nothing any more.
 *
 * @param number counts the restarts of the feed upwards; on a node of its own from 1
 * @param books the new ones by the names of their symbols; those of all symbols known before, and
 *     more
 */
public record Restart(Feed feed, long number, Map<String, SymbolBook> books) {
  public Restart {
    books = Map.copyOf(books);
  }

  /** What that book has become: the new one of its symbol, or itself when that is none of these. */
  public SymbolBook successor(SymbolBook book) {
    SymbolBook next = book.origin() == feed ? books.get(book.symbol().name()) : null;
    return next == null ? book : next;
  }

  /** The feed's newest restart, or null. Any thread. */
  public static @Nullable Restart newest(SymbolBook book) {
    Feed origin = book.origin();
    return origin == null ? null : origin.restart();
  }
}
