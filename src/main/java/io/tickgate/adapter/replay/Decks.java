package io.tickgate.adapter.replay;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The decks of all replays, by feed. Any thread. */
public final class Decks {
  private final Map<String, Deck> all = new ConcurrentSkipListMap<>(); // as many as configured

  /** One more. */
  public void add(Deck deck) {
    all.put(deck.feed(), deck);
  }

  /** The deck of a feed; null when that isn't a replay. */
  public @Nullable Deck find(String feed) {
    return all.get(feed);
  }
}
