package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private final List<Long> waits = new ArrayList<>();
  private final List<Runnable> tasks = new ArrayList<>();
  private final List<Subscription> asked = new ArrayList<>();
  private final Gathering gathering = new Gathering(this::after, asked::add);

  private void after(long millis, Runnable task) {
    waits.add(millis);
    tasks.add(task);
  }

  private void runAll() {
    List<Runnable> due = List.copyOf(tasks);
    tasks.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void asksForAllOfTheSameChannelAndParametersAtOnce() {
    Subscription deep =
        new Subscription(
            "book", List.of("a:B"), JsonNodeFactory.instance.objectNode().put("depth", 5));
    gathering.add(Subscription.of("book", "a:B"), 0);
    gathering.add(deep, 0);
    gathering.add(Subscription.of("book", "a:C", "a:B"), 0);
    gathering.add(Subscription.of("book"), 0);
    runAll();
    assertEquals(List.of(Subscription.of("book", "a:B", "a:C"), deep), asked);
    assertEquals(List.of(1_000L), waits);
  }

  @Test
  void waitsLongerEachTimeUntilSomethingGoesWell() {
    for (int i = 0; i < 7; i++) {
      gathering.add(Subscription.of("quote", "a:B"), 0);
      runAll();
    }
    assertEquals(List.of(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L), waits);
    gathering.relax();
    gathering.add(Subscription.of("quote", "a:B"), 0);
    assertEquals(1_000, waits.get(7));
  }

  @Test
  void waitsAsLongAsTheGatewayWants() {
    gathering.add(Subscription.of("quote", "a:B"), 20);
    gathering.add(Subscription.of("quote", "a:C"), 5_000);
    gathering.add(Subscription.of("quote", "a:D"), 3_000);
    assertEquals(List.of(1_000L, 5_000L, 5_000L), waits);
    tasks.remove(0).run();
    tasks.remove(0).run();
    assertTrue(asked.isEmpty(), "put off");
    runAll();
    assertEquals(List.of(Subscription.of("quote", "a:B", "a:C", "a:D")), asked);
  }

  @Test
  void forgetsWithTheConnection() {
    gathering.add(Subscription.of("quote", "a:B"), 0);
    gathering.clear();
    runAll();
    assertTrue(asked.isEmpty());
    gathering.add(Subscription.of("quote", "a:B"), 0);
    assertEquals(List.of(1_000L, 1_000L), waits);
  }
}
