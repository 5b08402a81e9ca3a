package io.tickgate.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real recordings through replay, decoder and books: every number equals what was computed
 * independently, and the pace of the replay changes none of them.
 */
class RecordingConformanceTest {
  static Stream<String> recordings() throws IOException {
    return ExpectedBooks.names().stream();
  }

  private static PlayedBooks play(String name, String speed) {
    return PlayedBooks.play(ExpectedBooks.path(name), ExpectedBooks.venue(name), speed);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyNumberIsExact(String name) throws IOException {
    ExpectedBooks expected = ExpectedBooks.of(name);
    PlayedBooks played = play(name, "max");
    assertEquals(FeedState.ENDED, played.feed().state());
    assertEquals(List.of(), expected.differences(played));
    assertTrue(expected.symbols().size() > 0, "nothing was compared");
    assertEquals(0, played.counters().broken.sum(), "broken frames");
    assertEquals(0, played.counters().resyncs.sum(), "resyncs");
  }

  static Stream<String> timedRecordings() throws IOException {
    return recordings().filter(name -> !name.contains(".jsonl"));
  }

  @ParameterizedTest
  @MethodSource("timedRecordings")
  void endsInTheSameStateAtAnyPace(String name) throws IOException {
    ExpectedBooks.of(name);
    String fastest = play(name, "max").state();
    assertTrue(fastest.length() > 100, fastest);
    assertEquals(fastest, play(name, "50").state(), "at 50x");
    assertEquals(fastest, play(name, "1").state(), "at 1x");
  }

  @Test
  void symbolsKeepTheVenuesSpelling() throws IOException {
    String name = "raw/kraken-v1_2021-04-17_trade.cf.txt.gz";
    ExpectedBooks.of(name);
    PlayedBooks played = PlayedBooks.play(ExpectedBooks.path(name), null, "max");
    assertEquals(Symbol.of("kraken:XMR/USD"), played.books().find("kraken:XMR/USD").symbol());
  }
}
