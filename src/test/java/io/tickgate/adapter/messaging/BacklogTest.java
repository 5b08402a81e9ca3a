package io.tickgate.adapter.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** What waits for who takes one message at a time. */
class BacklogTest implements Backlog.Taker {
  private static final int BYTES = 100;
  private static final String FULL = "lost: more came than could be taken";

  private final List<String> events = new ArrayList<>();
  private final Deque<UniEmitter<? super Void>> underWay = new ArrayDeque<>();
  private final Backlog backlog = new Backlog(new Backlog.Bounds(3, BYTES), this);
  private Runnable meanwhile = () -> {};

  @Override
  public Uni<Void> onMessage(Message<?> message) {
    meanwhile.run();
    events.add("take " + message.getPayload());
    return Uni.createFrom().emitter(done -> underWay.add(done));
  }

  @Override
  public void onGivenUp(Message<?> message) {
    events.add("give up " + message.getPayload());
  }

  @Override
  public void onLost(String reason) {
    events.add("lost: " + reason);
  }

  private void add(int from, int to) {
    for (int i = from; i <= to; i++) {
      add(i, 1, false);
    }
  }

  private void add(int id, int bytes, boolean kept) {
    backlog.add(new Backlog.Item(Message.of(id), bytes, kept));
  }

  private void done() {
    underWay.remove().complete(null);
  }

  /** Lets all be taken, and forgets what happened before. */
  private List<String> rest() {
    events.clear();
    while (!underWay.isEmpty()) {
      done();
    }
    return events;
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
    add(1, 10);
    assertEquals(
        List.of(
            "take 1", "give up 2", "give up 3", "give up 4", "give up 5", "give up 6", "give up 7"),
        events);
    assertEquals(List.of(FULL, "take 8", "take 9", "take 10"), rest());
  }

  /** Or what is taken then, older than what is lost, would pass for news. */
  @Test
  void tellsALossAfterWhatWasOnItsWayBefore() {
    meanwhile =
        () -> {
          meanwhile = () -> {};
          add(2, 5);
        };
    add(1, 1);
    done();
    assertEquals(List.of("give up 2", "give up 3", "give up 4", "take 1", FULL, "take 5"), events);
  }

  @Test
  void keepsWhatTheBrokerKeepsAndTellsTheLossBehindIt() {
    add(1, 1);
    add(2, 1, true);
    add(3, 1, false);
    add(4, 1, true);
    add(5, 1, false);
    assertEquals(List.of("take 1", "give up 3"), events);
    assertEquals(List.of("take 2", "take 4", FULL, "take 5"), rest());
  }

  @Test
  void whatNobodyKeepsMakesNoRoomForItselfAmongWhatIsKept() {
    add(1, 1);
    for (int i = 2; i <= 4; i++) {
      add(i, 1, true);
    }
    add(5, 6);
    assertEquals(List.of("take 1", "give up 5", "give up 6"), events);
    assertEquals(List.of("take 2", "take 3", "take 4", FULL), rest());
  }

  @Test
  void givesUpWhatIsKeptWhenNothingElseMakesRoomForMoreOfIt() {
    add(1, 1);
    for (int i = 2; i <= 5; i++) {
      add(i, 1, true);
    }
    assertEquals(List.of("take 1", "give up 2", "give up 3", "give up 4"), events);
    assertEquals(List.of(FULL, "take 5"), rest());
  }

  @Test
  void isBoundedInBytes() {
    add(1, BYTES, false);
    add(2, BYTES, false);
    add(3, 1, false);
    assertEquals(List.of("take 1", "give up 2"), events);
    assertEquals(List.of(FULL, "take 3"), rest());
    add(4, 1, false);
    add(5, BYTES + 1, true);
    assertEquals(List.of(FULL, "take 3", "take 4", "give up 5"), events);
    assertEquals(List.of(FULL), rest());
    add(6, BYTES, false);
    add(7, BYTES, false);
    assertEquals(List.of(FULL, "take 6"), events);
    assertEquals(List.of("take 7"), rest());
  }

  @Test
  void aLossElsewhereIsToldInItsPlace() {
    add(1, 2);
    backlog.lose("the broker was away");
    add(3, 3);
    assertEquals(List.of("take 1"), events);
    assertEquals(List.of("take 2", "lost: the broker was away", "take 3"), rest());
    backlog.lose("again");
    assertEquals("lost: again", events.get(3));
  }

  @Test
  void goesOnWhenOneFails() {
    add(1, 2);
    underWay.remove().fail(new IllegalStateException("a broker that is away"));
    assertEquals(List.of("take 1", "take 2"), events);
  }

  @Test
  void goesOnWhenOneThrows() {
    meanwhile =
        () -> {
          meanwhile = () -> {};
          throw new IllegalStateException("a message that can't be read");
        };
    add(1, 2);
    assertEquals(List.of("take 2"), events);
  }

  @Test
  void refusesToHoldNothing() {
    String refused =
        assertThrows(IllegalArgumentException.class, () -> new Backlog.Bounds(1, 0)).getMessage();
    assertEquals("tickgate.publish.backlog-size: 0 is not above 0", refused);
  }
}
