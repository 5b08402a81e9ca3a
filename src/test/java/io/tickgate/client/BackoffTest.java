package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** Draws the most that can be drawn. */
  static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new AssertionError("drawn without a limit");
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  private final Backoff backoff = new Backoff(Duration.ofSeconds(3), LONGEST);

  private List<Long> next(int count) {
    return LongStream.generate(backoff::nextMillis).limit(count).boxed().toList();
  }

  @Test
  void doublesUpToTheLongest() {
    assertEquals(List.of(500L, 1_000L, 2_000L, 3_000L, 3_000L), next(5));
    assertEquals(3_000, next(100).get(99));
  }

  @Test
  void startsOverAfterALifeOfFiveSeconds() {
    assertEquals(List.of(500L, 1_000L), next(2));
    backoff.onLife(4_999_999_999L);
    assertEquals(List.of(2_000L), next(1));
    backoff.onLife(5_000_000_000L);
    assertEquals(List.of(500L), next(1));
  }

  @Test
  void drawsFromNothingOn() {
    Backoff jittered = new Backoff(Duration.ofMillis(1));
    boolean[] drawn = new boolean[2];
    for (int i = 0; i < 100; i++) {
      drawn[(int) jittered.nextMillis()] = true;
    }
    assertTrue(drawn[0] && drawn[1]);
  }
}
