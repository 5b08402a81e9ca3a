package io.tickgate.adapter.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** What waits for who takes one message at a time. */
class BacklogTest {
  private final List<String> events = new ArrayList<>();
  private final Deque<UniEmitter<? super Void>> underWay = new ArrayDeque<>();
  private final Backlog backlog =
      new Backlog(3, this::take, lost -> events.add("lost " + ids(lost)));

  private Uni<Void> take(Message<?> message) {
    events.add("take " + message.getPayload());
    return Uni.createFrom().emitter(done -> underWay.add(done));
  }

  private static List<Object> ids(List<Message<?>> messages) {
    List<Object> ids = new ArrayList<>();
    messages.forEach(message -> ids.add(message.getPayload()));
    return ids;
  }

  private void add(int from, int to) {
    for (int i = from; i <= to; i++) {
      backlog.add(Message.of(i));
    }
  }

  private void done() {
    underWay.remove().complete(null);
  }

  @Test
  void handsOverOneAtATimeInOrder() {
    add(1, 3);
    assertEquals(List.of("take 1"), events);
    done();
    done();
    add(4, 4);
    done();
    done();
    add(5, 5);
    assertEquals(List.of("take 1", "take 2", "take 3", "take 4", "take 5"), events);
  }

  @Test
  void givesUpAllThatWaitsWhenItIsFull() {
    add(1, 4);
    assertEquals(List.of("take 1"), events);
    add(5, 10);
    while (!underWay.isEmpty()) {
      done();
    }
    assertEquals(
        List.of("take 1", "lost [2, 3, 4]", "lost [5, 6, 7]", "take 8", "take 9", "take 10"),
        events);
  }

  @Test
  void goesOnWhenOneFails() {
    add(1, 2);
    underWay.remove().fail(new IllegalStateException("a broker that is away"));
    assertEquals(List.of("take 1", "take 2"), events);
  }
}
