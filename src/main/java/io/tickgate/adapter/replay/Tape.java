package io.tickgate.adapter.replay;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Events of recordings in the order they are to be played. Knows nothing of when: whoever plays it
 * may go fast, slow, pause or skip. Owned by one thread.
 */
public interface Tape extends Closeable {
  /**
   * The next event, valid until the next call; null at the end.
   *
   * @throws IOException when a file can't be opened or isn't a recording
   */
  @Nullable TapeEvent next() throws IOException;

  @Override
  void close();
}
