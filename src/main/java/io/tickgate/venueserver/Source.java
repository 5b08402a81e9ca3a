package io.tickgate.venueserver;

import io.tickgate.adapter.replay.Deck;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a venue has to say, played on a thread of its own. */
interface Source {
  /**
   * Tells frames that it holds, as many as it takes to know its symbols, before anything is played.
   * Blocks.
   */
  void preview(Consumer<byte[]> frames);

  /** Starts the thread: waits for {@link Start}, then plays into the line. */
  void start(SourceLine.Factory lines, Start start);

  /** The keys of what is played, from the start on; null where there is nothing to press. */
  default @Nullable Deck deck() {
    return null;
  }

  /** Ends it and waits for the thread. */
  void stop();
}
