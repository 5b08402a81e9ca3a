package io.tickgate.conflate;

import io.tickgate.book.Version;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is to be delivered, in the order in which it is to be delivered. Implemented by the
 * stage that encodes and writes.
 */
public interface Emitter {
  /** What follows is of another symbol; the order between symbols doesn't matter. */
  void symbol();

  /** The first element of a subscription: the state as it is. */
  void snapshot(Cursor cursor, Version version);

  /**
   * A further element.
   *
   * @param prev seq of the element that this subscription got before, 0 for none
   * @param base the version that {@code prev} was, where the cursor kept it: books do
   */
  void update(Cursor cursor, Version version, long prev, @Nullable Version base);

  /** The events from {@code from} to {@code to}, both included, can't be delivered any more. */
  void gap(Cursor cursor, long from, long to);

  /** Whether no more should be emitted in this turn. One more element is taken all the same. */
  boolean full();
}
