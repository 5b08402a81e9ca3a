package io.tickgate.adapter.replay;

import java.io.IOException;

/** How a recorder writes events as lines. One object reads one file, on one thread. */
interface LineGrammar {
  /** What a line was. */
  enum Outcome {
    /** An event, now in the {@link TapeEvent}. */
    EVENT,
    /** Known, but nothing to play: a header, a configuration. */
    NOTHING,
    /** Not of this grammar. */
    BROKEN
  }

  /** Times are below 2^53, as everywhere in the gateway; more is garbage. */
  long MAX_TIME = 1L << 53;

  /**
   * Reads one line without its end. May change the bytes of the line when it is of this grammar.
   *
   * @throws IOException when the file as a whole can't be played
   */
  Outcome read(byte[] bytes, int from, int to, TapeEvent event) throws IOException;

  /** No line follows: whether something was kept back, and is in the event now. */
  default boolean end(TapeEvent event) {
    return false;
  }

  /** What was wrong with the line that was broken just now; empty when there is nothing to say. */
  default String fault() {
    return "";
  }
}
