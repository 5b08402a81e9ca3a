package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.FeedState;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Heartbeats and notices about feeds: quiet can be told from dead (§4). */
abstract class HeartbeatCases {
  @Inject TestMarket market;

  @AfterEach
  void bringTheFeedBack() {
    market.state(FeedState.LIVE);
  }

  @Test
  void silentConnectionGetsHeartbeatsWithItsFeeds() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode first = heartbeat(client, 0);
      JsonNode second = heartbeat(client, client.messages().indexOf(first) + 1);
      // a feed of an earlier test may go stale between two, which is told and puts the next one off
      while (client.messages().indexOf(second) != client.messages().indexOf(first) + 1) {
        first = second;
        second = heartbeat(client, client.messages().indexOf(first) + 1);
      }
      assertEquals("live", feed(first).path("state").asText());
      long apart = second.path("ts").asLong() - first.path("ts").asLong();
      assertTrue(apart > 500_000 && apart < 2_000_000, apart + " µs between heartbeats");
    }
  }

  @Test
  void ageOfAQuietFeedGrows() {
    Symbol symbol = Ticks.fresh("QUIET");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      JsonNode first = heartbeat(client, 0);
      JsonNode second = heartbeat(client, client.messages().indexOf(first) + 1);
      assertTrue(
          feed(second).path("ageMs").asLong() > feed(first).path("ageMs").asLong(),
          first + " then " + second);
    }
  }

  @Test
  void noHeartbeatGoesOutWhileDataFlows() {
    Symbol symbol = Ticks.fresh("BUSY");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("quote", "'intervalMs':100", symbol);
      client.next("quote", symbol);
      // 25 intervals of 100 ms are longer than two heartbeats
      for (int n = 2; n <= 26; n++) {
        market.tick(Ticks.quote(symbol, n));
        client.nextWith("quote", symbol, "bid", n + ".10");
      }
      assertEquals(0, client.messages("heartbeat").size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FeedState.class,
      names = {"STALE", "DOWN", "REPLAY", "ENDED"})
  void changeOfAFeedIsTold(FeedState state) {
    Symbol symbol = Ticks.fresh("STATE");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("quote", symbol);
      client.next("quote", symbol);
      int before = client.messages().size();
      market.state(state);
      JsonNode notice = client.awaitNotice("feed", before);
      assertEquals(TestMarket.FEED, notice.path("feed").asText());
      assertEquals(state.text(), notice.path("state").asText());
      JsonNode beat = heartbeat(client, client.messages().indexOf(notice) + 1);
      assertEquals(state.text(), feed(beat).path("state").asText());
      int down = client.messages().size();
      market.state(FeedState.LIVE);
      assertEquals("live", client.awaitNotice("feed", down).path("state").asText());
    }
  }

  private static JsonNode heartbeat(StreamClient client, int from) {
    return client.await("heartbeat", from, m -> m.path("type").asText().equals("heartbeat"));
  }

  private static JsonNode feed(JsonNode heartbeat) {
    for (JsonNode feed : heartbeat.path("feeds")) {
      if (feed.path("id").asText().equals(TestMarket.FEED)) {
        return feed;
      }
    }
    throw new AssertionError("no feed " + TestMarket.FEED + " in " + heartbeat);
  }
}
