package io.tickgate.adapter.venue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.recorded.Recording;
import io.tickgate.market.Missed;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a venue's ids tell of trades that never came. */
class TradeIdsTest {
  private final TradeIds ids = new TradeIds();

  @Test
  void onlyAnInterruptionMakesAJumpALoss() {
    assertEquals(0, ids.missedBefore("7"));
    assertEquals(0, ids.missedBefore("9"));
    ids.interrupt();
    assertEquals(4, ids.missedBefore("14"));
    assertEquals(0, ids.missedBefore("20"));
    ids.interrupt();
    assertEquals(0, ids.missedBefore("21"));
    ids.interrupt();
    assertEquals(0, ids.missedBefore("5")); // the venue counts anew
    ids.interrupt();
    assertEquals(1, ids.missedBefore("7"));
    ids.interrupt();
    ids.forget();
    assertEquals(0, ids.missedBefore("70"));
    ids.pass(71);
    ids.interrupt();
    assertEquals(1, ids.missedBefore("73"));
  }

  @ParameterizedTest
  @CsvSource({"-9", "7.5", "x", "''", "999999999999999999999", "200000000000", "007"})
  void whatIsNoSuchIdTellsNothing(String id) {
    ids.missedBefore("5");
    ids.interrupt();
    assertEquals(id.equals("007") ? 1 : 0, ids.missedBefore(id));
    ids.interrupt();
    assertEquals(0, ids.missedBefore("5"));
  }

  private static final String COINBASE =
      "{\"type\":\"match\",\"trade_id\":%d,\"side\":\"sell\",\"size\":\"1\",\"price\":\"10\","
          + "\"product_id\":\"A-B\",\"time\":\"2021-04-17T16:43:38Z\"}";
  private static final String ADVANCED =
      "{\"channel\":\"market_trades\",\"timestamp\":\"2026-08-24T22:34:13Z\",\"sequence_num\":%1$d,"
          + "\"events\":[{\"type\":\"update\",\"trades\":[{\"trade_id\":\"%1$d\",\"product_id\":\"A-B\","
          + "\"price\":\"10\",\"size\":\"1\",\"side\":\"BUY\",\"time\":\"2026-08-24T22:34:13Z\"}]}]}";
  private static final String KRAKEN =
      "{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"A/B\",\"side\":\"buy\","
          + "\"price\":10.0,\"qty\":1.0,\"ord_type\":\"limit\",\"trade_id\":%d,"
          + "\"timestamp\":\"2026-08-24T22:21:56Z\"}]}";
  private static final String BINANCE =
      "{\"stream\":\"ab@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1700000000009,\"a\":%d,"
          + "\"s\":\"AB\",\"p\":\"10\",\"q\":\"1\",\"f\":1,\"l\":1,\"T\":1700000000001,\"m\":true}}";

  /** A new connection, and on the same one whatever says that something is subscribed to anew. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "coinbase | {'type':'last_match','trade_id':20,'side':'sell','size':'1','price':'10',"
            + "'product_id':'A-B','time':'2021-04-17T16:43:38Z'}",
        "coinbase-at | {'channel':'market_trades','timestamp':'2026-08-24T22:34:13Z',"
            + "'sequence_num':27,'events':[{'type':'snapshot','trades':[{'trade_id':'27',"
            + "'product_id':'A-B','price':'10','size':'1','side':'BUY',"
            + "'time':'2026-08-24T22:34:13Z'}]}]}",
        "kraken | {'method':'subscribe','result':{'channel':'trade','snapshot':false,"
            + "'symbol':'A/B'},'success':true}",
        "binance | sent {'method':'SUBSCRIBE','params':['ab@aggTrade'],'id':7}",
      })
  void decodersTellWhatWasMissed(String venue, String anew) {
    List<String> heard = new ArrayList<>();
    TickListener ticks =
        new TickListener() {
          @Override
          public boolean onTick(Tick tick) {
            if (tick instanceof Missed missed) {
              heard.add("missed " + missed.trades());
            } else if (tick instanceof Trade trade) {
              heard.add(String.valueOf(trade.id()));
            }
            return true;
          }

          @Override
          public void onTime(long now) {}
        };
    VenueDecoder decoder =
        Decoders.create(venue, ticks, new FeedCounters(), (symbol, reason) -> {});
    String trade =
        switch (venue) {
          case "coinbase" -> COINBASE;
          case "coinbase-at" -> ADVANCED;
          case "kraken" -> KRAKEN;
          default -> BINANCE;
        };
    decoder.onOpen("wss://venue.test/stream", 1);
    Recording.receive(decoder, trade.formatted(10), 2);
    decoder.onClose(3);
    decoder.onOpen("wss://venue.test/stream", 4);
    Recording.receive(decoder, trade.formatted(14), 5);
    Recording.receive(decoder, trade.formatted(15), 6);
    Recording.receive(decoder, trade.formatted(19), 7);
    String json = anew.replace('\'', '"');
    if (json.startsWith("sent ")) {
      byte[] bytes = json.substring(5).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      decoder.onSent(bytes, 0, bytes.length, 8);
    } else {
      Recording.receive(decoder, json, 8);
    }
    Recording.receive(decoder, trade.formatted(28), 9);
    assertEquals(List.of("10", "missed 3", "14", "15", "19", "missed 8", "28"), heard);
  }
}
