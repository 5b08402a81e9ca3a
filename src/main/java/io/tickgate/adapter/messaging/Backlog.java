package io.tickgate.adapter.messaging;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a broker that doesn't wait to be asked, on their way to who takes one at a time. When
 * it is full, what no broker keeps is given up, all of it at once: it is old by then. Only where
 * that makes no room for one that a broker keeps are those given up that wait before it. A loss
 * takes its place in the line behind all that came before it, so what is taken earlier can't be
 * mistaken for news of after it.
 *
 * <p>Any thread; the lock is held for no longer than it takes to look through what waits.
 */
final class Backlog {
  /**
   * How much may wait.
   *
   * @param messages most of them
   * @param bytes most bytes of their payloads
   */
  record Bounds(int messages, long bytes) {
    Bounds {
      positive("backlog", messages);
      positive("backlog-size", bytes);
    }

    private static void positive(String key, long value) {
      if (value <= 0) {
        throw new IllegalArgumentException(
            "tickgate.publish." + key + ": " + value + " is not above 0");
      }
    }
  }

  /** Who takes what waits; one call at a time but for {@code onGivenUp}. */
  interface Taker {
    /** A message is next. Done when the next may come, and never on the thread that calls it. */
    Uni<Void> onMessage(Message<?> message);

    /** It won't be taken. On the thread that adds, so it comes before what waits. */
    void onGivenUp(Message<?> message);

    /** All before it was taken or given up; between that and what is next something is lost. */
    void onLost(String reason);
  }

  private sealed interface Entry {}

  /**
   * A message.
   *
   * @param bytes of its payload
   * @param kept whether the broker keeps it until it is acknowledged
   */
  record Item(Message<?> message, int bytes, boolean kept) implements Entry {}

  private record Loss(String reason) implements Entry {}

  private final Bounds bounds;
  private final Taker taker;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private int messages;
  private long bytes;
  private boolean busy;

  Backlog(Bounds bounds, Taker taker) {
    this.bounds = bounds;
    this.taker = taker;
  }

  /** Puts a message at the end of the line. */
  void add(Item item) {
    List<Item> givenUp;
    boolean starts;
    synchronized (this) {
      givenUp = full(item) ? makeRoom(item) : List.of();
      if (!full(item)) {
        waiting.add(item);
        messages++;
        bytes += item.bytes;
      }
      starts = !busy;
      busy = true;
    }
    givenUp.forEach(each -> taker.onGivenUp(each.message));
    if (starts) {
      next();
    }
  }

  /**
   * Something is lost of what came after all that waits.
   *
   * @param reason a few words for an operator
   */
  void lose(String reason) {
    synchronized (this) {
      mark(reason);
      if (busy) {
        return;
      }
      busy = true;
    }
    next();
  }

  private boolean full(Item item) {
    return messages >= bounds.messages || bytes + item.bytes > bounds.bytes;
  }

  /** What is given up for that item, or the item too if nothing helps. */
  private List<Item> makeRoom(Item item) {
    List<Item> givenUp = new ArrayList<>();
    remove(false, givenUp);
    if (full(item) && item.kept) {
      remove(true, givenUp);
    }
    if (full(item)) {
      givenUp.add(item);
    }
    mark("more came than could be taken");
    return givenUp;
  }

  /** Adds them to {@code removed}, in one pass over what waits. */
  private void remove(boolean kept, List<Item> removed) {
    int before = removed.size();
    waiting.removeIf(entry -> entry instanceof Item item && item.kept == kept && removed.add(item));
    removed.subList(before, removed.size()).forEach(this::onLeft);
  }

  private void mark(String reason) {
    if (!(waiting.peekLast() instanceof Loss)) {
      waiting.add(new Loss(reason));
    }
  }

  private void onLeft(Item item) {
    messages--;
    bytes -= item.bytes;
  }

  private void next() {
    Entry entry = poll();
    while (entry instanceof Loss loss) {
      taker.onLost(loss.reason);
      entry = poll();
    }
    if (entry instanceof Item item) {
      Uni.createFrom()
          .deferred(() -> taker.onMessage(item.message))
          .subscribe()
          .with(taken -> next(), failure -> next());
    }
  }

  private synchronized @Nullable Entry poll() {
    Entry entry = waiting.poll();
    busy = entry != null;
    if (entry instanceof Item item) {
      onLeft(item);
    }
    return entry;
  }
}
