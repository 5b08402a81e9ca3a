package io.tickgate.conflate;

import org.jspecify.annotations.Nullable;

/**
 * The symbols of one client that are due, first come first served. The links are in the symbols
 * themselves: joining and leaving take neither memory nor a walk, however long the line. One
 * thread.
 */
final class DueLine {
  private @Nullable SymbolCursors first;
  private @Nullable SymbolCursors last;
  private int size;

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }

  @Nullable SymbolCursors first() {
    return first;
  }

  /** Joins at the end; it isn't in the line yet. */
  void add(SymbolCursors of) {
    of.dueBefore = last;
    if (last == null) {
      first = of;
    } else {
      last.dueAfter = of;
    }
    last = of;
    size++;
  }

  /** Leaves the line, in which it is. */
  void remove(SymbolCursors of) {
    SymbolCursors before = of.dueBefore;
    SymbolCursors after = of.dueAfter;
    if (before == null) {
      first = after;
    } else {
      before.dueAfter = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.dueBefore = before;
    }
    of.dueBefore = null;
    of.dueAfter = null;
    size--;
  }
}
