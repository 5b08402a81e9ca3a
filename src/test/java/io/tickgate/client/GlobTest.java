package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource({
    "a:B, a:B, true",
    "a:B, a:BC, false",
    "*, a:B, true",
    "a:*, a:, true",
    "a:*, b:A, false",
    "*B, a:B, true",
    "*B, a:BC, false",
    "a:*B, a:B, true",
    "a:B*B, a:B, false",
    "*:B*-*D, a:BC-ED, true",
    "*:B*-*D, a:BC-E, false",
    "*:B*-*D, a:BCD, false",
    "a*b*c, abc, true",
    "a*bc*c, abc, false",
    "**, a, true",
    "a*:*a, a:a, true",
  })
  void coversNames(String pattern, String symbol, boolean covered) {
    assertEquals(covered, Glob.covers(pattern, symbol));
  }
}
