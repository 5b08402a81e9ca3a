package io.tickgate.conflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.conflate.SlowLadder.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowLadderTest {
  private final SlowLadder ladder = new SlowLadder();
  private long now;

  private List<Step> look(long lag, int times) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      now += 100;
      Step step = ladder.look(lag, now);
      if (step != Step.NONE) {
        steps.add(step);
      }
    }
    return steps;
  }

  @Test
  void shortHiccupIsNotSlow() {
    assertEquals(List.of(), look(800, 9));
    assertEquals(List.of(), look(0, 1));
    assertEquals(List.of(), look(800, 9));
    assertFalse(ladder.slow());
  }

  @Test
  void climbsToTheStepThatDescribesTheLag() {
    assertEquals(6, look(1_500, 200).size());
    assertEquals(1_600, ladder.intervalMillis());
    assertTrue(ladder.slow());
    assertEquals(List.of(), look(1_000, 100), "stays there");
  }

  @Test
  void widestStepIsFiveSeconds() {
    look(60_000, 1_000);
    assertEquals(5_000, ladder.intervalMillis());
  }

  @Test
  void goesDownStepByStepAndTellsTheEnd() {
    look(300_000, 21);
    assertEquals(100, ladder.intervalMillis());
    assertEquals(List.of(Step.NARROWER, Step.CLEARED), look(0, 70));
    assertEquals(0, ladder.intervalMillis());
    assertFalse(ladder.slow());
  }
}
