package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.Listed;
import io.tickgate.market.Symbol;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedEntranceTest {
  private static final List<String> MARKET =
      List.of(
          "kraken:BTC/USD", "kraken:ETH/USD", "kraken:ETH/BTC", "kraken:A.B-C_D", "okx:ETH/USD");

  private static List<String> let(@Nullable String symbols) {
    Books books = new Books(BookLimits.defaults(), InstantSource.system());
    Feed feed = books.addFeed("feed");
    FeedEntrance entrance = new FeedEntrance(feed, symbols);
    for (int round = 0; round < 2; round++) {
      for (String name : MARKET) {
        assertTrue(entrance.onTick(new Listed(Symbol.of(name), 1, 1)));
      }
    }
    List<String> let = MARKET.stream().filter(name -> books.find(name) != null).toList();
    assertEquals(let.size(), books.symbols().size());
    assertEquals(2L * let.size(), feed.ticks());
    return let;
  }

  @Test
  void letsEverythingInWhenNothingIsSaid() {
    assertEquals(MARKET, let(null));
    assertEquals(MARKET, let("*"));
  }

  @Test
  void letsNativeAndWholeNamesIn() {
    assertEquals(List.of("kraken:BTC/USD"), let("BTC/USD"));
    assertEquals(List.of("kraken:ETH/USD", "okx:ETH/USD"), let("ETH/USD"));
    assertEquals(List.of("okx:ETH/USD"), let("okx:ETH/USD"));
    assertEquals(List.of("kraken:BTC/USD", "kraken:ETH/BTC"), let(" BTC/USD , ETH/BTC "));
  }

  @Test
  void letsGlobsIn() {
    assertEquals(List.of("kraken:ETH/USD", "kraken:ETH/BTC", "okx:ETH/USD"), let("ETH*"));
    assertEquals(List.of("kraken:BTC/USD", "kraken:ETH/BTC"), let("*BTC*"));
    assertEquals(List.of("okx:ETH/USD"), let("okx:*"));
    assertEquals(List.of("kraken:ETH/USD"), let("kr*:*TH*SD"));
  }

  @Test
  void takesEveryOtherCharacterAsItself() {
    assertEquals(List.of("kraken:A.B-C_D"), let("A.B-C_D"));
    assertEquals(List.of(), let("A?B-C_D"));
    assertEquals(List.of(), let("[A-Z].*"));
    assertEquals(List.of(), let("AxB-C_D,.,"));
    assertEquals(List.of(), let("eth/usd"));
  }
}
