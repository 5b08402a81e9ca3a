package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Missed;
import io.tickgate.market.Symbol;
import io.tickgate.market.Trade;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channel trade: complete, in order, resumable, and a gap is told (§3, §4). */
abstract class TradeCases {
  @Inject TestMarket market;

  private Symbol symbol;

  @BeforeEach
  void startWithATrade() {
    symbol = Ticks.fresh("TRADE");
    market.tick(Ticks.trade(symbol, 1));
  }

  @Test
  void deliversEachTradeOnceAndInOrder() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("trade", symbol);
      Element before = client.nextWith("trade", symbol, "id", "t1");
      for (int batch = 0; batch < 10; batch++) {
        int first = 2 + batch * 50;
        market.tick(Ticks.series(first, first + 49, n -> Ticks.trade(symbol, n)));
      }
      for (int n = 2; n <= 501; n++) {
        Element trade = client.next("trade", symbol);
        assertFalse(trade.snapshot());
        assertEquals("t" + n, trade.text("id"));
        assertEquals(before.seq(), trade.prev());
        assertEquals(before.seq() + 1, trade.seq());
        before = trade;
      }
    }
  }

  @Test
  void tellsTheTradeAsTheVenueDid() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("trade", "'snapshot':false", symbol);
      Trade trade = Ticks.trade(symbol, 3);
      market.tick(trade);
      Element element = client.next("trade", symbol);
      assertEquals("3.15", element.text("price"));
      assertEquals("0.010", element.text("size"));
      assertEquals("sell", element.text("side"));
      assertEquals("t3", element.text("id"));
      assertEquals(trade.ts(), element.number("ts"));
      assertEquals(trade.rx(), element.number("rx"));
    }
  }

  @Test
  void leavesOutWhatTheVenueDoesNotTell() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("trade", "'snapshot':false", symbol);
      market.tick(Ticks.bareTrade(symbol, "0.00005100", "1"));
      Element element = client.next("trade", symbol);
      assertEquals("0.00005100", element.text("price"));
      assertFalse(element.has("side"));
      assertFalse(element.has("id"));
    }
  }

  @Test
  void equalTradesAreNotMerged() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("trade", "'snapshot':false,'intervalMs':100", symbol);
      market.tick(Ticks.series(1, 20, n -> Ticks.bareTrade(symbol, "7.0", "1.0")));
      long seq = client.next("trade", symbol).seq();
      for (int i = 1; i < 20; i++) {
        assertEquals(++seq, client.next("trade", symbol).seq());
      }
    }
  }

  @Test
  void resumesAfterTheSeqGiven() {
    long seen = seqOfNewest();
    market.tick(Ticks.series(2, 21, n -> Ticks.trade(symbol, n)));
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribeWith("trade", "'from':" + seen, symbol);
      assertEquals("true", ack.at("/granted/0/recovered").asText());
      for (int n = 2; n <= 21; n++) {
        Element trade = client.next("trade", symbol);
        assertEquals("t" + n, trade.text("id"));
        assertEquals(seen + n - 1, trade.seq());
        if (trade.hasPrev()) {
          assertEquals(seen + n - 2, trade.prev());
        }
      }
      market.tick(Ticks.trade(symbol, 22));
      assertEquals(seen + 21, client.next("trade", symbol).seq());
      assertEquals(List.of(), client.messages("notice"));
    }
  }

  @Test
  void resumesFromTheNewestWithoutRepeatingIt() {
    long seen = seqOfNewest();
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribeWith("trade", "'from':" + seen, symbol);
      assertEquals("true", ack.at("/granted/0/recovered").asText());
      client.settle();
      market.tick(Ticks.trade(symbol, 2));
      assertEquals("t2", client.next("trade", symbol).text("id"));
    }
  }

  @Test
  void tellsThatItDoesNotGoOnFromWhatNeverWas() {
    long seen = seqOfNewest();
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribeWith("trade", "'from':" + (seen + 5), symbol);
      assertEquals("false", ack.at("/granted/0/recovered").asText());
      assertFalse(client.next("trade", symbol).hasPrev(), "a snapshot");
      JsonNode usual = client.subscribe("trade", symbol);
      assertEquals(symbol.name(), usual.at("/granted/0/symbol").asText());
      assertFalse(usual.at("/granted/0").has("recovered"), usual.toString());
    }
  }

  @Test
  void reconnectingClientMissesNothing() {
    long seen;
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("trade", symbol);
      market.tick(Ticks.series(2, 10, n -> Ticks.trade(symbol, n)));
      seen = client.nextWith("trade", symbol, "id", "t7").seq();
    }
    market.tick(Ticks.series(11, 15, n -> Ticks.trade(symbol, n)));
    try (StreamClient client = StreamClient.connect()) {
      client.subscribeWith("trade", "'from':" + seen, symbol);
      for (int n = 8; n <= 15; n++) {
        assertEquals("t" + n, client.next("trade", symbol).text("id"));
      }
    }
  }

  @Test
  void resumingFromBeforeTheLogTellsTheGapAndGoesOn() {
    long seen = seqOfNewest();
    // more than any sensible log of one symbol holds
    int count = 70_000;
    for (int first = 2; first < 2 + count; first += 10_000) {
      market.tick(Ticks.series(first, first + 9_999, n -> Ticks.trade(symbol, n)));
    }
    try (StreamClient client = StreamClient.connect()) {
      JsonNode ack = client.subscribeWith("trade", "'from':" + seen, symbol);
      assertEquals("false", ack.at("/granted/0/recovered").asText());
      JsonNode gap = client.awaitNotice("gap", 0);
      assertEquals("trade", gap.path("channel").asText());
      assertEquals(symbol.name(), gap.path("symbol").asText());
      assertEquals(seen + 1, gap.path("from").asLong());
      long missed = gap.path("missed").asLong();
      assertEquals(seen + missed, gap.path("to").asLong());
      Element first = client.next("trade", symbol);
      assertEquals(seen + missed + 1, first.seq());
      assertTrue(client.messages().indexOf(gap) < first.message(), "the gap is told first");
      TradeWalk walk = new TradeWalk(symbol, seen + 1);
      client.await("last trade", Duration.ofSeconds(30), walk.reaches(seen + count, client));
      assertEquals(missed, walk.check(client.messages()));
      market.tick(Ticks.trade(symbol, 9));
      client.nextWhere("trade", symbol, e -> e.seq() == seen + count + 1);
    }
  }

  @Test
  void tradesThatNeverCameAreAGap() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("trade", symbol);
      long seen = client.nextWith("trade", symbol, "id", "t1").seq();
      market.tick(Ticks.trade(symbol, 2), new Missed(symbol, 1, 1, 41), Ticks.trade(symbol, 44));
      assertEquals(seen + 1, client.next("trade", symbol).seq());
      JsonNode gap = client.awaitNotice("gap", 0);
      assertEquals(seen + 2, gap.path("from").asLong());
      assertEquals(seen + 42, gap.path("to").asLong());
      assertEquals(41, gap.path("missed").asLong());
      Element next = client.next("trade", symbol);
      assertEquals("t44", next.text("id"));
      assertEquals(seen + 43, next.seq());
      assertEquals(seen + 1, next.prev());
    }
  }

  private long seqOfNewest() {
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("trade", symbol);
      return client.next("trade", symbol).seq();
    }
  }
}
