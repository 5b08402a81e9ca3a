package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.adapter.live.TestVenue;
import io.tickgate.market.Symbol;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A venue that goes away and comes back, as a client sees it who does nothing. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class LiveFeedTest {
  private static final Symbol SYMBOL = Symbol.of("kraken:BTC/USD");
  private static final String ACK =
      "{\"method\":\"subscribe\",\"result\":{\"channel\":\"ticker\",\"snapshot\":true,"
          + "\"symbol\":\"BTC/USD\"},\"success\":true}";
  private static final String TICKER =
      "{\"channel\":\"ticker\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"bid\":%s,"
          + "\"bid_qty\":1.0,\"ask\":99.9,\"ask_qty\":1.0,\"last\":10.0,\"volume\":1.0,\"vwap\":10.0,"
          + "\"low\":1.0,\"high\":99.0,\"change\":0.0,\"change_pct\":0.0}]}";

  @Inject Vertx vertx;

  @ConfigProperty(name = "tickgate.feeds.k.url")
  String url;

  @Test
  void clientsKeepTheLastValueAndGetTheNextOne() throws Exception {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("ticker", "'intervalMs':0", SYMBOL); // the venue isn't there yet
      try (TestVenue venue = new TestVenue(vertx, URI.create(url).getPort())) {
        serve(venue.accept(), "10.1");
        Element first = client.nextWith("ticker", SYMBOL, "bid", "10.1");
        assertFalse(first.has("stale"), first.toString());
      }
      Element stale = client.nextWith("ticker", SYMBOL, "stale", "true");
      assertEquals(stale.seq() - 1, stale.prev());
      try (TestVenue venue = new TestVenue(vertx, URI.create(url).getPort())) {
        serve(venue.accept(), "10.2");
        Element fresh = client.nextWith("ticker", SYMBOL, "bid", "10.2");
        assertFalse(fresh.has("stale"), fresh.toString());
        assertEquals(stale.seq(), fresh.prev());
      }
    }
  }

  private static void serve(TestVenue.Peer peer, String bid) throws InterruptedException {
    String request = peer.next();
    while (request.contains("ping")) {
      request = peer.next();
    }
    assertTrue(request.contains("\"symbol\":[\"BTC/USD\"]"), request);
    peer.say(ACK);
    peer.say(TICKER.formatted(bid));
  }
}
