package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import io.tickgate.wire.ProtocolContract;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST views of §1. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class RestTest {
  @Inject TestMarket market;

  @Test
  void snapshotHoldsTheTickersAskedFor() {
    Symbol one = Ticks.fresh("REST");
    Symbol two = Ticks.fresh("REST");
    market.tick(Ticks.quote(one, 1), Ticks.quote(two, 2), Ticks.trade(two, 2));
    JsonNode snapshot = ok("/v1/snapshot?symbols=" + one + "," + two, "snapshot");
    assertEquals("ticker", snapshot.path("channel").asText());
    assertEquals(2, snapshot.path("data").size());
    assertEquals("1.10", element(snapshot, one).path("bid").asText());
    assertEquals("2.15", element(snapshot, two).path("last").asText());
  }

  @Test
  void snapshotHoldsASymbolOnceHoweverOftenItIsMeant() {
    Symbol symbol = Ticks.fresh("REST");
    market.tick(Ticks.quote(symbol, 1));
    String glob = symbol + "*";
    String all = String.join(",", symbol.name(), glob, symbol.name(), glob, "*" + symbol);
    assertEquals(1, ok("/v1/snapshot?symbols=" + all, "snapshot").path("data").size());
  }

  @Test
  void snapshotTellsTheSameSeqAsTheStream() {
    Symbol symbol = Ticks.fresh("REST");
    market.tick(Ticks.quote(symbol, 1));
    long seq =
        element(ok("/v1/snapshot?symbols=" + symbol, "snapshot"), symbol).get("seq").asLong();
    market.tick(Ticks.quote(symbol, 2));
    JsonNode later = element(ok("/v1/snapshot?symbols=" + symbol, "snapshot"), symbol);
    assertTrue(later.path("seq").asLong() > seq);
    assertEquals("2.10", later.path("bid").asText());
  }

  @Test
  void snapshotOfABookHoldsTheDepthAskedFor() {
    Symbol symbol = Ticks.fresh("REST");
    market.tick(
        Ticks.book(
            symbol,
            true,
            Ticks.levels("9.0", "1.0", "8.0", "2.0", "7.0", "3.0"),
            Ticks.levels("10.0", "4.0")));
    JsonNode snapshot = ok("/v1/snapshot?channel=book&depth=1&symbols=" + symbol, "snapshot");
    assertEquals("book", snapshot.path("channel").asText());
    assertEquals("[[\"9.0\",\"1.0\"]]", element(snapshot, symbol).path("bids").toString());
    JsonNode ten = ok("/v1/snapshot?channel=book&depth=10&symbols=" + symbol, "snapshot");
    KrakenBook book = new KrakenBook(10);
    book.apply(new Element(0, true, "book", element(ten, symbol)));
    assertEquals(List.of("9.0 1.0", "8.0 2.0", "7.0 3.0"), book.bids());
    assertEquals(book.checksum(), element(ten, symbol).path("checksum").asLong());
  }

  @Test
  void symbolsTellsEverySymbolKnown() {
    Symbol quoted = Ticks.fresh("REST");
    Symbol listed = Ticks.fresh("REST");
    Trade trade = Ticks.trade(quoted, "1.2345", "0.50");
    market.tick(Ticks.listed(listed), Ticks.quote(quoted, 1), trade);
    JsonNode symbols = ok("/v1/symbols", "symbols").path("symbols");
    JsonNode row = row(symbols, quoted);
    assertEquals(TestMarket.FEED, row.path("venue").asText());
    assertEquals("live", row.path("state").asText());
    assertEquals(trade.ts(), row.path("ts").asLong());
    assertTrue(row.path("priceDecimals").asInt() >= 2, row.toString());
    assertTrue(row.path("sizeDecimals").asInt() >= 2, row.toString());
    List<String> channels = new ArrayList<>();
    row.path("channels").forEach(channel -> channels.add(channel.asText()));
    assertTrue(channels.containsAll(List.of("ticker", "quote", "trade")), row.toString());
    assertFalse(channels.contains("book"), row.toString());
    assertEquals(TestMarket.FEED, row(symbols, listed).path("venue").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"REST", "REST/USD", "REST.P-X_1:Y"})
  void barsAreClosedOnesOldestFirst(String name) {
    Symbol symbol = Ticks.fresh(name);
    long first = playMinutes(symbol, 4);
    JsonNode bars = ok("/v1/bars/" + symbol + "?interval=1m", "bars");
    assertEquals(symbol.name(), bars.path("symbol").asText());
    assertEquals("1m", bars.path("interval").asText());
    assertEquals(List.of(first, minute(first, 1), minute(first, 2)), starts(bars));
    JsonNode bar = bars.path("bars").get(0);
    assertEquals("10.0", bar.path("open").asText());
    assertEquals("10.5", bar.path("close").asText());
    assertEquals("3.0", bar.path("volume").asText());
    assertEquals(2, bar.path("trades").asInt());
  }

  @Test
  void barsTakesTheSlashOfASymbolEscapedToo() {
    Symbol symbol = Ticks.fresh("ESC/USD");
    long first = playMinutes(symbol, 2);
    String escaped = symbol.name().replace("/", "%2F").replace(":", "%3A");
    assertEquals(List.of(first), starts(ok("/v1/bars/" + escaped + "?interval=1m", "bars")));
  }

  @Test
  void barsKeepsToTheRangeAndTheLimit() {
    Symbol symbol = Ticks.fresh("REST");
    long first = playMinutes(symbol, 6);
    String path = "/v1/bars/" + symbol + "?interval=1m";
    long second = minute(first, 1);
    long third = minute(first, 2);
    long fifth = minute(first, 4);
    assertEquals(second, starts(ok(path + "&from=" + second, "bars")).get(0));
    List<Long> range = starts(ok(path + "&from=" + second + "&to=" + fifth, "bars"));
    assertTrue(range.containsAll(List.of(second, third, minute(first, 3))), range.toString());
    assertFalse(range.contains(first), range.toString());
    assertEquals(2, starts(ok(path + "&limit=2", "bars")).size());
  }

  @ParameterizedTest
  @CsvSource({
    "400, bad_request, symbols, /v1/snapshot",
    "400, bad_symbol, '', /v1/snapshot?symbols=nocolon",
    "404, unknown_symbol, '', /v1/snapshot?symbols=test:NOBODY",
    "400, unknown_channel, '', /v1/snapshot?channel=news&symbols=test:KNOWN",
    "400, bad_request, depth, /v1/snapshot?channel=book&depth=7&symbols=test:KNOWN",
    "404, unknown_symbol, '', /v1/bars/test:NOBODY?interval=1m",
    "400, bad_request, interval, /v1/bars/test:KNOWN?interval=2m",
    "400, bad_request, from, /v1/bars/test:KNOWN?interval=1m&from=yesterday",
    "400, bad_request, limit, /v1/bars/test:KNOWN?interval=1m&limit=-1",
  })
  void wrongRequestIsRefusedWithACode(int status, String code, String named, String path) {
    market.tick(Ticks.listed(Symbol.of("test:KNOWN")));
    Response response = given().urlEncodingEnabled(false).get(path);
    assertEquals(status, response.statusCode());
    ProtocolContract.check("error", response.asString());
    JsonNode error = Inbox.parse(response.asString());
    assertEquals(code, error.path("code").asText());
    assertTrue(error.path("message").asText().contains(named), error.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/metrics", "/q/openapi"})
  void operatorsViewsAreThere(String path) {
    given().get(path).then().statusCode(200);
  }

  /** Plays trades in that many minutes, so that all but the last have closed; the first start. */
  private long playMinutes(Symbol symbol, int minutes) {
    long first = Ticks.startNext(BarInterval.M1);
    for (int n = 0; n < minutes; n++) {
      if (n > 0) {
        Ticks.startNext(BarInterval.M1);
      }
      market.tick(
          Ticks.trade(symbol, (10 + n) + ".0", "1.0"), Ticks.trade(symbol, (10 + n) + ".5", "2.0"));
    }
    return first;
  }

  private static long minute(long first, int n) {
    return first + n * BarInterval.M1.micros();
  }

  private static List<Long> starts(JsonNode bars) {
    List<Long> starts = new ArrayList<>();
    bars.path("bars").forEach(bar -> starts.add(bar.path("start").asLong()));
    return starts;
  }

  private static JsonNode ok(String path, String schema) {
    Response response = given().urlEncodingEnabled(false).get(path);
    assertEquals(200, response.statusCode(), response.asString());
    assertTrue(response.contentType().startsWith("application/json"), response.contentType());
    ProtocolContract.check(schema, response.asString());
    return Inbox.parse(response.asString());
  }

  private static JsonNode element(JsonNode snapshot, Symbol symbol) {
    for (JsonNode element : snapshot.path("data")) {
      if (element.path("s").asText().equals(symbol.name())) {
        return element;
      }
    }
    throw new AssertionError("no " + symbol + " in " + snapshot);
  }

  private static JsonNode row(JsonNode symbols, Symbol symbol) {
    for (JsonNode row : symbols) {
      if (row.path("symbol").asText().equals(symbol.name())) {
        return row;
      }
    }
    throw new AssertionError("no " + symbol + " among " + symbols.size() + " symbols");
  }
}
