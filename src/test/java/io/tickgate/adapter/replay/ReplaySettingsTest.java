package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaySettingsTest {
  @Test
  void readsSpeeds() {
    assertEquals(1, settings(null, "1").factor());
    assertEquals(0.5, settings("okx", "0.5").factor());
    assertEquals(Double.POSITIVE_INFINITY, settings(null, "max").factor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "", "0", "0.0", "-1", "1e3", "NaN", "50x", "1.", ".5", "MAX"})
  void refusesOtherSpeeds(String speed) {
    assertEquals(
        "tickgate.feeds.demo.speed: '" + speed + "' is not a positive number or max",
        fault(null, speed));
  }

  @Test
  void refusesUnknownVenues() {
    assertEquals(
        "tickgate.feeds.demo.venue: 'mtgox' is none of binance, binance-coinm, binance-usdm,"
            + " bitstamp, coinbase, coinbase-at, kraken, okx",
        fault("mtgox", "1"));
  }

  @Test
  void refusesAnEmptyPath() {
    assertEquals(
        "tickgate.feeds.x.path: is empty",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReplaySettings("x", " ", null, "1", false))
            .getMessage());
  }

  private static String fault(@Nullable String venue, String speed) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> settings(venue, speed)).getMessage());
  }

  private static ReplaySettings settings(@Nullable String venue, String speed) {
    return new ReplaySettings("demo", "x", venue, speed, false);
  }
}
