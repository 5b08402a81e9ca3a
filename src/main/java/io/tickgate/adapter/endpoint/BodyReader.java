package io.tickgate.adapter.endpoint;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What came of a body, piece by piece. The connection's loop. */
interface BodyReader {
  /** A chunk came; all that came before has been read. */
  void add(Buffer chunk);

  /**
   * The next piece, of a bounded size; null when there is nothing more until another chunk comes.
   *
   * @throws MalformedBodyException when the body isn't what its encoding says
   */
  byte @Nullable [] next() throws MalformedBodyException;

  /** The body is over. Throws likewise when it breaks off in the middle. */
  void end() throws MalformedBodyException;

  /** Lets go of what it holds. */
  void close();

  /** The bytes aren't what the encoding says; no stack trace, it is the peer's doing. */
  final class MalformedBodyException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedBodyException(String message) {
      super(message, null, false, false);
    }
  }
}
