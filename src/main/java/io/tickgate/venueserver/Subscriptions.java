package io.tickgate.venueserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one client has subscribed, in the order in which it did. A topic may be subscribed under
 * several names: at two speeds, say. Owned by the loop.
 */
final class Subscriptions {
  /** Streams of one connection at Binance; nobody else allows more. */
  static final int MOST = 1_024;

  /**
   * One of them.
   *
   * @param name as the client gave it: a stream, a channel, a depth
   */
  record Entry(Topic topic, String name) {}

  private final Map<Topic, Set<String>> names = new LinkedHashMap<>();
  private int size;

  /** False when it is there already, or when there are {@link #MOST}. */
  boolean add(Topic topic, String name) {
    if (isFull()) {
      return false;
    }
    boolean added = names.computeIfAbsent(topic, t -> new LinkedHashSet<>()).add(name);
    size += added ? 1 : 0;
    return added;
  }

  /** False when it isn't there. */
  boolean remove(Topic topic, String name) {
    Set<String> known = names.get(topic);
    if (known == null || !known.remove(name)) {
      return false;
    }
    if (known.isEmpty()) {
      names.remove(topic);
    }
    size--;
    return true;
  }

  /** The names under which the topic is subscribed; none when it isn't. */
  Set<String> names(Topic topic) {
    return names.getOrDefault(topic, Set.of());
  }

  boolean isFull() {
    return size >= MOST;
  }

  boolean isEmpty() {
    return size == 0;
  }

  List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    names.forEach((topic, of) -> of.forEach(name -> all.add(new Entry(topic, name))));
    return all;
  }
}
