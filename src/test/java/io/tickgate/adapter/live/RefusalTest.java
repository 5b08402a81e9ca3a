package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.market.Channel;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which refusals are for good, and what becomes of the others. */
class RefusalTest {
  private static final EnumSet<Channel> BOOK = EnumSet.of(Channel.BOOK);
  private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";
  private static final String KRAKEN_ACK =
      "{\"method\":\"subscribe\",\"result\":{\"channel\":\"book\",\"depth\":100,"
          + "\"snapshot\":true,\"symbol\":\"%s\"},\"success\":true}";
  private static final String OKX_ACK =
      "{\"event\":\"subscribe\",\"arg\":{\"channel\":\"books\",\"instId\":\"%s\"}}";

  /** What was said about subscriptions since it was asked last. */
  private static List<String> requests(Rig rig) {
    return rig.venue.takeSent().stream().filter(each -> each.contains("subscribe")).toList();
  }

  private static Rig unanswered() {
    Rig rig = Rig.of("kraken", BOOK, "BTC/USD", "ETH/USD");
    rig.connect();
    rig.venue.say(KRAKEN_ACK.formatted("BTC/USD"));
    rig.pass(11_000, HEARTBEAT);
    assertEquals("refused: ETH/USD book (no answer)", rig.session.refusals());
    return rig;
  }

  @Test
  void anAnswerThatComesLateIsStillOne() {
    Rig rig = unanswered();
    rig.venue.say(KRAKEN_ACK.formatted("ETH/USD"));
    assertEquals("", rig.session.refusals());
    rig.pass(120_000, HEARTBEAT);
    assertEquals(List.of(), requests(rig));
    rig.session.demand("ETH/USD", false);
    rig.pass(31_000, HEARTBEAT);
    assertTrue(requests(rig).get(0).contains("\"unsubscribe\""));
  }

  @Test
  void whatIsNotAnsweredIsAskedForAgain() {
    Rig rig = unanswered();
    rig.pass(58_000, HEARTBEAT);
    assertEquals(List.of(), requests(rig));
    rig.pass(2_000, HEARTBEAT);
    List<String> again = requests(rig);
    assertEquals(1, again.size());
    assertTrue(again.get(0).contains("[\"ETH/USD\"]"), again.get(0));
    rig.pass(120_000, HEARTBEAT); // unanswered again: twice as long from then
    assertEquals(List.of(), requests(rig));
    rig.pass(15_000, HEARTBEAT);
    assertEquals(1, requests(rig).size());
    assertEquals(1, rig.venue.connects.size());
  }

  @Test
  void tooFrequentRequestsAreMadeLater() {
    Rig rig = Rig.of("okx", BOOK, "BTC-USDT");
    rig.connect();
    rig.pass(2_000, "pong");
    rig.venue.say(OKX_ACK.formatted("BTC-USDT"));
    rig.pass(100);
    requests(rig);
    rig.session.demand("ETH-USDT", true);
    rig.pass(2_000, "pong");
    assertEquals(1, requests(rig).size());
    rig.venue.say("{\"event\":\"error\",\"code\":\"60014\",\"msg\":\"Requests too frequent\"}");
    assertEquals("refused: ETH-USDT books (60014: Requests too frequent)", rig.session.refusals());
    rig.pass(59_000, "pong");
    assertEquals(List.of(), requests(rig));
    rig.pass(2_000, "pong");
    assertEquals(1, requests(rig).size());
    rig.venue.say(OKX_ACK.formatted("ETH-USDT"));
    assertEquals("", rig.session.refusals());
    assertEquals(1, rig.venue.connects.size());
  }

  @Test
  void anErrorThatNamesNothingIsNoVerdictOnTheOneThatWasAskedFor() {
    Rig rig = Rig.of("coinbase", BOOK, "BTC-USD");
    rig.connect();
    String granted =
        "{\"type\":\"subscriptions\",\"channels\":[{\"name\":\"level2_batch\",\"product_ids\":[%s]}]}";
    rig.venue.say(granted.formatted("\"BTC-USD\""));
    rig.pass(100);
    rig.session.demand("ETH-USD", true);
    rig.pass(1_000);
    requests(rig);
    rig.venue.say(
        "{\"type\":\"error\",\"message\":\"Failed to subscribe\",\"reason\":\"not now\"}");
    rig.pass(59_000, granted.formatted("\"BTC-USD\""));
    assertEquals(List.of(), requests(rig));
    rig.pass(2_000, granted.formatted("\"BTC-USD\""));
    assertEquals(1, requests(rig).size());
    rig.venue.say(granted.formatted("\"BTC-USD\",\"ETH-USD\""));
    assertEquals("", rig.session.refusals());
  }

  @Test
  void whatTheVenueDoesNotHaveIsNotAskedForAgain() {
    Rig rig = Rig.of("kraken", BOOK, "BTC/USD", "FOO/BAR");
    rig.connect();
    rig.venue.say(
        "{\"error\":\"Currency pair not supported FOO/BAR\",\"method\":\"subscribe\","
            + "\"success\":false,\"symbol\":\"FOO/BAR\"}");
    rig.venue.say(KRAKEN_ACK.formatted("BTC/USD"));
    rig.pass(3_600_000, HEARTBEAT);
    assertEquals(List.of(), requests(rig));
    assertEquals(1, rig.counters.refused.sum());
  }

  /** A depth that isn't offered is no fault of the symbol's trades. */
  @Test
  void aRefusedBookLeavesThePairsOtherChannels() {
    Rig rig = Rig.of("kraken", EnumSet.of(Channel.TRADE, Channel.BOOK), "BTC/USD", "ETH/USD");
    List<String> sent = rig.connect();
    assertEquals(2, sent.size(), sent.toString()); // a ping and, at the venue's rate, the trades
    rig.pass(1_000, HEARTBEAT);
    assertTrue(sent.get(1).contains("\"trade\"") && sent.get(1).endsWith("\"req_id\":1}"));
    assertTrue(requests(rig).get(0).endsWith("\"req_id\":2}"));
    String no =
        "{\"error\":\"%s\",\"method\":\"subscribe\",\"req_id\":2,\"success\":false,\"symbol\":\"%s\"}";
    rig.venue.say(no.formatted("Subscription depth not supported", "BTC/USD"));
    rig.venue.say(no.formatted("Already subscribed", "ETH/USD"));
    assertEquals(
        "refused: BTC/USD book (Subscription depth not supported)", rig.session.refusals());
    String trades = KRAKEN_ACK.replace("book", "trade");
    rig.venue.say(trades.formatted("BTC/USD"));
    rig.venue.say(trades.formatted("ETH/USD"));
    rig.pass(11_000, HEARTBEAT);
    assertEquals("Live", rig.state());
    assertEquals(
        "refused: BTC/USD book (Subscription depth not supported)", rig.session.refusals());
    rig.venue.say(no.formatted("Currency pair not supported", "ETH/USD")); // answered before
    assertEquals(1, rig.counters.refused.sum());
  }

  /** Too many requests are no reason to lose the books of all that was granted. */
  @Test
  void aRenewalThatIsTurnedDownKeepsTheConnection() {
    Rig rig = Rig.of("kraken", BOOK, "BTC/USD");
    rig.connect();
    rig.venue.say(KRAKEN_ACK.formatted("BTC/USD"));
    rig.pass(200);
    rig.contradicted = "BTC/USD";
    rig.venue.say(
        "{\"channel\":\"book\",\"type\":\"snapshot\",\"data\":[{\"symbol\":\"BTC/USD\",\"bids\":["
            + "{\"price\":10.0,\"qty\":1.0}],\"asks\":[],\"checksum\":0,"
            + "\"timestamp\":\"2026-08-24T22:21:56.724795Z\"}]}");
    rig.pass(2_000, HEARTBEAT);
    assertEquals(2, requests(rig).size());
    rig.venue.say(
        "{\"error\":\"Exceeded msg rate\",\"method\":\"subscribe\",\"success\":false,"
            + "\"symbol\":\"BTC/USD\"}");
    rig.pass(57_000, HEARTBEAT);
    assertEquals(List.of(), requests(rig));
    rig.pass(5_000, HEARTBEAT);
    assertEquals(1, requests(rig).size());
    assertEquals(1, rig.venue.connects.size());
  }
}
