package io.tickgate.adapter.venue.recorded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.venue.VenueDecoder;
import io.tickgate.adapter.venue.coinbase.CoinbaseDecoder;
import io.tickgate.adapter.venue.coinbaseat.CoinbaseAdvancedDecoder;
import io.tickgate.adapter.venue.kraken.KrakenDecoder;
import io.tickgate.adapter.venue.okx.OkxDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings in, the numbers of expected.json out, in whatever order a venue writes its fields. */
class RecordingsConformanceTest {
  private static Stream<Arguments> recordings() {
    DecoderFactory coinbase = CoinbaseDecoder::new;
    DecoderFactory advanced = CoinbaseAdvancedDecoder::new;
    DecoderFactory kraken = KrakenDecoder::new;
    DecoderFactory okx = OkxDecoder::new;
    return Stream.of(
        Arguments.of("raw/coinbase-exchange_2021-04-17_a.cf.txt.gz", coinbase, "last_match"),
        Arguments.of("raw/coinbase-at_btc-usd_2026-08-24_l2.jsonl", advanced, "none"),
        Arguments.of("raw/kraken-v1_2021-04-17_book.cf.txt.gz", kraken, "none"),
        Arguments.of("raw/kraken-v1_2021-04-17_ticker.cf.txt.gz", kraken, "none"),
        Arguments.of("raw/kraken-v1_2021-04-17_trade.cf.txt.gz", kraken, "none"),
        Arguments.of("raw/kraken-v2-shaped_2021-04-17_book100.jsonl.gz", kraken, "none"),
        Arguments.of("raw/kraken-v2_btc-usd_2026-08-24_book10.jsonl", kraken, "none"),
        Arguments.of("raw/okx_2022-05-13_ws.cf.txt.gz", okx, "none"));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void yieldsExpectedNumbers(String name, DecoderFactory factory, String ignored)
      throws IOException {
    check(name, factory, ignored, UnaryOperator.identity());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void yieldsThemWithFieldsReversed(String name, DecoderFactory factory, String ignored)
      throws IOException {
    check(name, factory, ignored, JsonFrames::reversed);
  }

  private static void check(
      String name, DecoderFactory factory, String ignored, UnaryOperator<String> change)
      throws IOException {
    ExpectedMarket expected = ExpectedMarket.of(name);
    MarketModel market = new MarketModel();
    FeedCounters counters = new FeedCounters();
    List<String> resyncs = new ArrayList<>();
    VenueDecoder decoder =
        factory.create(market, counters, (symbol, reason) -> resyncs.add(symbol + " " + reason));

    Recording.of(name).play(decoder, change);

    assertTrue(expected.compare(market) > 10);
    assertEquals(List.of(), resyncs);
    assertEquals(expected.frames(), counters.frames.sum());
    assertEquals(expected.frames(ignored), counters.ignored.sum(), "ignored");
    assertEquals(0, counters.broken.sum(), "broken");
    assertEquals(0, counters.errors.sum(), "errors");
    assertEquals(0, counters.dropped.sum(), "dropped");
    int resets = market.instruments.values().stream().mapToInt(one -> one.resets).sum();
    assertEquals(0, resets, "resets");
  }
}
