package io.tickgate.adapter.venue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  @ParameterizedTest
  @CsvSource({
    "2021-04-17T16:43:37.586862Z, 1618677817586862",
    "2026-08-24T22:34:13.793075885Z, 1787610853793075",
    "2026-08-24T22:34:13.82310097Z, 1787610853823100",
    "2022-05-13T16:27:05Z, 1652459225000000",
    "2022-05-13t16:27:05.5z, 1652459225500000",
    "2022-05-13T16:27:05.5+02:00, 1652452025500000",
    "2022-05-13T16:27:05-00:30, 1652461025000000",
    "2016-12-31T23:59:60Z, 1483228800000000",
    "1970-01-01T00:00:00Z, 0",
    "0001-01-01T00:00:00Z, 0",
    "9999-12-31T23:59:59Z, 0"
  })
  void readsMicros(String text, long micros) {
    assertEquals(micros, micros(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2021",
        "2021-04-17T16:43:37",
        "2021-04-17T16:43:37.5",
        "2021-04-17T16:43:37.Z",
        "2021-04-17T16:43:37ZZ",
        "2021-04-17T16:43:37+0200",
        "2021-04-17T16:43:37+24:00",
        "2021-13-17T16:43:37Z",
        "2021-00-17T16:43:37Z",
        "2021-04-31T16:43:37Z",
        "2021-04-17T24:43:37Z",
        "2021-04-17T16:60:37Z",
        "2021-04-17T16:43:61Z",
        "2021/04-17T16:43:37Z",
        "-021-04-17T16:43:37Z",
        "2021-04-17T16:43:3٣Z"
      })
  void refusesOthers(String text) {
    assertThrows(IllegalArgumentException.class, () -> micros(text));
  }

  @Test
  void agreesWithInstant() {
    long seed = 20210417;
    Random random = new Random(seed);
    long end = Instant.parse("2255-01-01T00:00:00Z").getEpochSecond();
    for (int i = 0; i < 10_000; i++) {
      long second = random.nextLong(end);
      Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
      long expected = second * 1_000_000 + instant.getNano() / 1_000;
      assertEquals(expected, micros(instant.toString()), "seed " + seed + " " + instant);
    }
  }

  private static long micros(String text) {
    char[] chars = ("x" + text + "9").toCharArray();
    return Rfc3339.micros(chars, 1, text.length());
  }
}
