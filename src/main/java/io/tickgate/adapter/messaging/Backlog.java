package io.tickgate.adapter.messaging;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Messages of a broker that doesn't wait to be asked, on their way to who takes one at a time. When
 * it is full all that waits is given up at once: it is old by then, and the newest goes on.
 *
 * <p>Any thread; the lock is held for no longer than it takes to give up what waits.
 */
final class Backlog {
  private final int limit;
  private final Function<Message<?>, Uni<Void>> taker;
  private final Consumer<List<Message<?>>> lost;
  private final Deque<Message<?>> waiting = new ArrayDeque<>();
  private boolean busy;

  /**
   * An empty one.
   *
   * @param limit messages that wait at most
   * @param taker done when the next may come, and never on the thread that calls it
   * @param lost hears of what is given up after everything before it was handed to the taker, and
   *     before anything behind it is
   */
  Backlog(int limit, Function<Message<?>, Uni<Void>> taker, Consumer<List<Message<?>>> lost) {
    this.limit = limit;
    this.taker = taker;
    this.lost = lost;
  }

  void add(Message<?> message) {
    synchronized (this) {
      if (waiting.size() >= limit) {
        lost.accept(List.copyOf(waiting));
        waiting.clear();
      }
      waiting.add(message);
      if (busy) {
        return;
      }
      busy = true;
    }
    next();
  }

  private void next() {
    Message<?> message;
    synchronized (this) {
      message = waiting.poll();
      if (message == null) {
        busy = false;
        return;
      }
    }
    taker.apply(message).subscribe().with(taken -> next(), failure -> next());
  }
}
