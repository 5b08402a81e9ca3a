package io.tickgate.adapter.venue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenuesTest {
  @ParameterizedTest
  @CsvSource({
    "wss://ws-feed.exchange.coinbase.com, coinbase",
    "wss://ws-feed.pro.coinbase.com, coinbase",
    "wss://advanced-trade-ws.coinbase.com, coinbase-at",
    "wss://ws.kraken.com, kraken",
    "wss://ws.kraken.com/v2, kraken",
    "wss://stream.binance.com:9443/stream?streams=btcusdt@depth, binance",
    "wss://data-stream.binance.vision/ws, binance",
    "https://api.binance.com/api/v3/depth?symbol=NKNUSDT&limit=1000, binance",
    "wss://fstream.binance.com/stream?streams=a@b, binance-usdm",
    "https://fapi.binance.com/fapi/v1/depth?symbol=X, binance-usdm",
    "wss://dstream.binance.com, binance-coinm",
    "https://dapi.binance.com/dapi/v1/depth, binance-coinm",
    "wss://ws.bitstamp.net/, bitstamp",
    "https://www.bitstamp.net/api/v2/order_book/sgbeur, bitstamp",
    "wss://ws.okx.com:8443/ws/v5/public, okx",
    "wss://ws.okex.com:8443/ws/v5/public, okx",
    "WSS://WS.KRAKEN.COM, kraken",
    "wss://user:secret@ws.kraken.com:443/v2, kraken"
  })
  void knowsHosts(String url, String venue) {
    assertEquals(venue, Venues.venueOf(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ws.kraken.com",
        "wss://",
        "wss://futures.kraken.com/ws/v1",
        "wss://notokx.com",
        "wss://okx.com.evil.example",
        "wss://evil.example/ws.kraken.com",
        "wss://ws.kraken.com@evil.example",
        "wss://api.bitfinex.com/ws/2"
      })
  void knowsNoOthers(String url) {
    assertNull(Venues.venueOf(url));
  }

  @Test
  void tellsItsNamesSorted() {
    assertEquals(
        List.of(
            "binance",
            "binance-coinm",
            "binance-usdm",
            "bitstamp",
            "coinbase",
            "coinbase-at",
            "kraken",
            "okx"),
        List.copyOf(Venues.names()));
  }
}
