package io.tickgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Globs against regular expressions. */
class GlobTest {
  @Test
  void matchesAsARegularExpressionDoes() {
    long seed = 31;
    Random random = new Random(seed);
    int matches = 0;
    for (int round = 0; round < 200_000; round++) {
      String glob = text(random, "ab:*.", 8);
      String name = text(random, "ab:.", 10);
      String what = "seed " + seed + " round " + round + " of '" + glob + "' on '" + name + "'";
      boolean expected = model(glob).matcher(name).matches();
      assertEquals(expected, new Glob(glob).matches(name), what);
      matches += expected ? 1 : 0;
    }
    assertTrue(matches > 1_000, "a model that never matches shows nothing");
  }

  private static Pattern model(String glob) {
    StringBuilder regex = new StringBuilder();
    for (char c : glob.toCharArray()) {
      regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String text(Random random, String letters, int most) {
    StringBuilder made = new StringBuilder();
    int length = random.nextInt(most + 1);
    while (made.length() < length) {
      made.append(letters.charAt(random.nextInt(letters.length())));
    }
    return made.toString();
  }

  @Test
  void manyStarsTakeNoTime() {
    String name = "a".repeat(64);
    Glob stars = new Glob("*a".repeat(31) + "*b");
    Glob only = new Glob("*".repeat(64));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            assertFalse(stars.matches(name));
            assertTrue(only.matches(name));
          }
        });
  }

  @Test
  void tellsGlobsFromNames() {
    assertTrue(Glob.is("sim:*"));
    assertFalse(Glob.is("sim:BTC-USD"));
  }

  /** Against all texts that could be a witness: no longer than both patterns together. */
  @Test
  void overlapsWhereSomeTextMatchesBoth() {
    long seed = 7;
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>(List.of(""));
    for (int i = 0; texts.get(i).length() < 6; i++) {
      texts.add(texts.get(i) + "a");
      texts.add(texts.get(i) + "b");
    }
    int overlaps = 0;
    for (int round = 0; round < 5_000; round++) {
      Glob one = new Glob(text(random, "ab*", 3));
      Glob other = new Glob(text(random, "ab*", 3));
      boolean expected = texts.stream().anyMatch(t -> one.matches(t) && other.matches(t));
      assertEquals(expected, one.overlaps(other), one + " " + other + " seed " + seed);
      assertEquals(expected, other.overlaps(one), other + " " + one + " seed " + seed);
      overlaps += expected ? 1 : 0;
    }
    assertTrue(overlaps > 500 && overlaps < 4_500, overlaps + " of 5000");
  }
}
