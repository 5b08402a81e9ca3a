package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Op subscribe of §3 with its answer and the data that follows (§4). */
abstract class SubscribeCases {
  @Inject TestMarket market;

  @ParameterizedTest
  @CsvSource({
    "ticker, conflated, 0, '', 0",
    "quote,  conflated, 0, '', 0",
    "trade,  all,       0, '', 0",
    "book,   conflated, 10, '', 0",
    "bar,    conflated, 0, 1m, 0"
  })
  void ackTellsTheDefaults(String channel, String mode, int depth, String interval, int history) {
    Symbol symbol = Ticks.fresh("DEFAULTS");
    market.tick(Ticks.listed(symbol));
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribe(channel, symbol);
      assertEquals(0, ack.path("refused").size());
      assertEquals(1, ack.path("granted").size());
      assertEquals(1, ack.path("subscriptions").asInt());
      JsonNode granted = ack.path("granted").get(0);
      assertEquals(channel, granted.path("channel").asText());
      assertEquals(symbol.name(), granted.path("symbol").asText());
      assertEquals(mode, granted.path("mode").asText());
      assertEquals("realtime", granted.path("timeliness").asText());
      assertEquals(depth, granted.path("depth").asInt());
      assertEquals(interval, granted.path("interval").asText());
      assertEquals(history, granted.path("history").asInt());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ticker | 'intervalMs':250 | intervalMs | 250",
        "ticker | 'intervalMs':0 | intervalMs | 0",
        "ticker | 'fields':['bid','ask','last'] | fields | ['bid','ask','last']",
        "quote  | 'mode':'all' | mode | 'all'",
        "trade  | 'mode':'all' | mode | 'all'",
        "book   | 'depth':1 | depth | 1",
        "book   | 'depth':100 | depth | 100",
        "bar    | 'interval':'1s' | interval | '1s'",
        "bar    | 'interval':'1h' | interval | '1h'",
        "bar    | 'history':1000 | history | 1000",
      })
  void ackTellsTheValuesInEffect(String channel, String asked, String field, String value) {
    Symbol symbol = Ticks.fresh("ASKED");
    market.tick(Ticks.listed(symbol));
    try (StreamClient client = StreamClient.connect()) {
      JsonNode granted = client.subscribeWith(channel, asked, symbol).path("granted").get(0);
      assertEquals(Inbox.parse(value.replace('\'', '"')), granted.path(field));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_294_967_296L, 9_007_199_254_740_991L})
  void answerRepeatsTheId(long id) {
    try (StreamClient client = StreamClient.connect()) {
      client.send("{'op':'subscribe','id':%d,'channel':'quote','symbols':['nobody:*']}", id);
      assertEquals("ack", client.answer(id).path("type").asText());
    }
  }

  @Test
  void answerHasNoIdWhereTheRequestHadNone() {
    try (StreamClient client = StreamClient.connect()) {
      client.send("{'op':'pause'}");
      JsonNode ack = client.await("ack", 0, m -> m.path("type").asText().equals("ack"));
      assertFalse(ack.has("id"));
      assertEquals("pause", ack.path("op").asText());
    }
  }

  @Test
  void ackComesBeforeTheSnapshotAndUpdatesFollow() {
    Symbol symbol = Ticks.fresh("ORDER");
    Quote quote = Ticks.quote(symbol, 1);
    market.tick(quote);
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribe("quote", symbol);
      Element snapshot = client.next("quote", symbol);
      assertTrue(snapshot.snapshot());
      assertFalse(snapshot.hasPrev());
      assertTrue(client.messages().indexOf(ack) < snapshot.message());
      assertQuote(1, snapshot);
      assertEquals(quote.ts(), snapshot.number("ts"));
      assertEquals(quote.rx(), snapshot.number("rx"));
      market.tick(Ticks.quote(symbol, 2));
      Element update = client.next("quote", symbol);
      assertFalse(update.snapshot());
      assertQuote(2, update);
      assertEquals(snapshot.seq(), update.prev());
      assertEquals(snapshot.seq() + 1, update.seq());
    }
  }

  @Test
  void everySymbolGetsOneSnapshot() {
    Symbol[] symbols = {Ticks.fresh("A"), Ticks.fresh("B"), Ticks.fresh("C")};
    for (Symbol symbol : symbols) {
      market.tick(Ticks.quote(symbol, 1));
    }
    try (StreamClient client = StreamClient.connect()) {
      assertEquals(3, client.subscribe("quote", symbols).path("subscriptions").asInt());
      for (Symbol symbol : symbols) {
        assertTrue(client.next("quote", symbol).snapshot());
      }
      for (Symbol symbol : symbols) {
        market.tick(Ticks.quote(symbol, 2));
        assertFalse(client.nextWith("quote", symbol, "bid", "2.10").snapshot());
        assertEquals(2, client.elements("quote", symbol).size());
      }
    }
  }

  @Test
  void snapshotIsLeftOutOnRequest() {
    Symbol symbol = Ticks.fresh("NOSNAP");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'snapshot':false", symbol);
      client.settle();
      market.tick(Ticks.quote(symbol, 2));
      Element first = client.next("quote", symbol);
      assertFalse(first.snapshot());
      assertQuote(2, first);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"quote", "ticker"})
  void symbolWithoutAValueGetsItsSnapshotWithTheFirst(String channel) {
    Symbol symbol = Ticks.fresh("LATER");
    market.tick(Ticks.listed(symbol));
    try (StreamClient client = StreamClient.connect()) {
      assertEquals(1, client.subscribe(channel, symbol).path("granted").size());
      client.settle();
      assertEquals(List.of(), client.elements(channel, symbol));
      market.tick(Ticks.quote(symbol, 1));
      Element first = client.next(channel, symbol);
      assertTrue(first.snapshot());
      assertEquals("1.10", first.text("bid"));
      market.tick(Ticks.quote(symbol, 2));
      assertFalse(client.nextWith(channel, symbol, "bid", "2.10").snapshot());
    }
  }

  @Test
  void grantsTheGoodSymbolsAndRefusesTheRest() {
    Symbol good = Ticks.fresh("GOOD");
    market.tick(Ticks.quote(good, 1));
    String tooLong = "test:" + "x".repeat(60);
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw(
          """
          {"op":"subscribe","id":70,"channel":"quote",
           "symbols":["test:NOBODY","nocolon","%s","test:a b","%s",""]}"""
              .formatted(good, tooLong));
      JsonNode ack = client.answer(70);
      assertEquals("ack", ack.path("type").asText());
      assertEquals(1, ack.path("granted").size());
      assertEquals(good.name(), ack.at("/granted/0/symbol").asText());
      assertEquals(1, ack.path("subscriptions").asInt());
      TreeSet<String> refused = new TreeSet<>();
      for (JsonNode item : ack.path("refused")) {
        refused.add(item.path("symbol").asText() + " " + item.path("code").asText());
      }
      Set<String> expected =
          Set.of(
              "test:NOBODY unknown_symbol",
              "nocolon bad_symbol",
              "test:a b bad_symbol",
              tooLong + " bad_symbol",
              " bad_symbol");
      assertEquals(new TreeSet<>(expected), refused);
      assertTrue(client.next("quote", good).snapshot());
    }
  }

  @Test
  void symbolsAreCaseSensitive() {
    Symbol symbol = Ticks.fresh("CASE");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      Symbol lower = Symbol.of(TestMarket.FEED, symbol.nativeName().toLowerCase(Locale.ROOT));
      JsonNode ack = client.subscribe("quote", lower);
      assertEquals("unknown_symbol", ack.at("/refused/0/code").asText());
    }
  }

  @Test
  void grantsUpToTheLimitOfSubscriptions() {
    try (StreamClient client = StreamClient.connect()) {
      int limit = client.welcome().at("/limits/subscriptions").asInt();
      List<Symbol> symbols = new ArrayList<>();
      List<Tick> ticks = new ArrayList<>();
      for (int i = 0; i < limit + 3; i++) {
        Symbol symbol = Ticks.fresh("MANY");
        symbols.add(symbol);
        ticks.add(Ticks.listed(symbol));
      }
      market.tick(ticks.toArray(Tick[]::new));
      JsonNode ack = client.subscribe("quote", symbols.toArray(Symbol[]::new));
      assertEquals(limit, ack.path("granted").size());
      assertEquals(limit, ack.path("subscriptions").asInt());
      assertEquals(3, ack.path("refused").size());
      for (JsonNode item : ack.path("refused")) {
        assertEquals("limit_subscriptions", item.path("code").asText());
      }
      client.ask("{'op':'unsubscribe','channel':'quote','symbols':['%s']}", symbols.get(0));
      JsonNode after = client.subscribe("quote", symbols.get(limit + 1), symbols.get(limit + 2));
      assertEquals(1, after.path("granted").size(), "one place was free");
      assertEquals(1, after.path("refused").size());
    }
  }

  @Test
  void deliversOnlyTheFieldsAskedFor() {
    Symbol symbol = Ticks.fresh("FIELDS");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'fields':['bid','ask']", symbol);
      assertEquals(
          new TreeSet<>(Set.of("s", "seq", "ts", "rx", "bid", "ask")),
          client.next("quote", symbol).fields());
      market.tick(Ticks.quote(symbol, 2));
      Element update = client.next("quote", symbol);
      assertEquals(
          new TreeSet<>(Set.of("s", "seq", "prev", "ts", "rx", "bid", "ask")), update.fields());
      assertEquals("2.10", update.text("bid"));
      assertEquals("2.20", update.text("ask"));
    }
  }

  @Test
  void deliversEveryFieldWhenNoneIsAskedFor() {
    Symbol symbol = Ticks.fresh("ALLFIELDS");
    market.tick(Ticks.quote(symbol, 1), Ticks.trade(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("ticker", symbol);
      String all =
          "s seq ts rx bid bidSize ask askSize last lastSize open high low volume trades vwap";
      assertEquals(new TreeSet<>(Set.of(all.split(" "))), client.next("ticker", symbol).fields());
    }
  }

  private static void assertQuote(int n, Element element) {
    assertEquals(n + ".10", element.text("bid"));
    assertEquals(n + ".500", element.text("bidSize"));
    assertEquals(n + ".20", element.text("ask"));
    assertEquals(n + ".750", element.text("askSize"));
  }
}
