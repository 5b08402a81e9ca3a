package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client against a gateway that does what a test says, over a real socket. */
@Timeout(60)
class GatewayClientTest {
  private static final String RESTART =
      "{\"type\":\"notice\",\"code\":\"feed\",\"feed\":\"f\",\"state\":\"live\",\"epoch\":\"e2\"}";

  private ScriptedGateway gateway;
  private final HeardMessages heard = new HeardMessages();
  private GatewayClient client;

  @BeforeEach
  void listen() throws Exception {
    gateway = new ScriptedGateway();
  }

  @AfterEach
  void leave() throws Exception {
    if (client != null) {
      client.close();
    }
    gateway.close();
  }

  private ClientSettings settings() {
    return ClientSettings.of(gateway.uri()).withMaxBackoff(Duration.ofMillis(20));
  }

  private void start(ClientSettings settings, Subscription... subscriptions) {
    client = new GatewayClient(settings, heard);
    for (Subscription each : subscriptions) {
      client.subscribe(each);
    }
    client.start();
  }

  private static String data(String type, String channel, String elements) {
    return ("{'type':'" + type + "','channel':'" + channel + "','data':[" + elements + "]}")
        .replace('\'', '"');
  }

  @Test
  void subscribesWhenItIsWelcomeAndAgainAfterEachReconnect() throws Exception {
    start(settings(), Subscription.of("ticker", "a:B", "a:C*"));
    ServerWebSocket first = gateway.accept();
    assertEquals("tickgate.v1.json", first.subProtocol());
    assertTrue(gateway.requests.isEmpty(), "nothing before the welcome");
    first.writeTextMessage(ScriptedGateway.WELCOME);
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"ticker\",\"symbols\":[\"a:B\",\"a:C*\"]}",
        gateway.request());
    client.subscribe(Subscription.of("quote", "a:B"));
    assertTrue(gateway.request().contains("\"channel\":\"quote\""), "later ones at once");
    first.close((short) 4002, "gone");
    gateway.welcome();
    assertTrue(gateway.request().contains("\"channel\":\"ticker\""));
    assertTrue(gateway.request().contains("\"channel\":\"quote\""));
    assertEquals("CONNECTING " + gateway.uri(), heard.next());
    assertEquals("LIVE", heard.next());
    assertTrue(heard.next().startsWith("WAITING closed with 4002: gone; again in "));
    assertEquals("CONNECTING " + gateway.uri(), heard.next());
    assertEquals("LIVE", heard.next());
  }

  @Test
  void hearsElementsAndWhatIsMissingBetweenThem() throws Exception {
    start(settings(), Subscription.of("quote", "a:*"));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(data("snapshot", "quote", "{'s':'a:B','seq':7},{'s':'a:C','seq':1}"));
    socket.writeTextMessage(data("update", "quote", "{'s':'a:B','seq':9,'prev':7}"));
    socket.writeTextMessage(data("update", "quote", "{'s':'a:B','seq':12,'prev':11}"));
    socket.writeTextMessage(data("update", "quote", "{'s':'a:C','seq':2,'prev':1}"));
    socket.writeTextMessage(data("snapshot", "quote", "{'s':'a:B','seq':20}"));
    socket.writeTextMessage(data("update", "quote", "{'s':'a:B','seq':21,'prev':20}"));
    heard.next("LIVE");
    for (String line :
        List.of(
            "quote = a:B 7",
            "quote = a:C 1",
            "quote + a:B 9",
            "gap quote a:B 9 11 12",
            "quote + a:B 12",
            "quote + a:C 2",
            "quote = a:B 20",
            "quote + a:B 21")) {
      assertEquals(line, heard.next());
    }
  }

  @Test
  void tellsBarsOfOneSymbolApartByTheirInterval() throws Exception {
    start(settings());
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(
        data(
            "snapshot",
            "bar",
            "{'s':'a','seq':7,'interval':'1s'},{'s':'a','seq':2,'interval':'1m'}"));
    socket.writeTextMessage(data("update", "bar", "{'s':'a','seq':8,'prev':7,'interval':'1s'}"));
    socket.writeTextMessage(data("update", "bar", "{'s':'a','seq':3,'prev':2,'interval':'1m'}"));
    heard.next("LIVE");
    assertEquals("bar = a 7", heard.next());
    assertEquals("bar = a 2", heard.next());
    assertEquals("bar + a 8", heard.next());
    assertEquals("bar + a 3", heard.next());
  }

  @Test
  void resumesTradesWhereTheyBrokeOff() throws Exception {
    start(settings(), Subscription.of("trade", "a:B", "a:C"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(
        data("update", "trade", "{'s':'a:B','seq':40},{'s':'a:B','seq':41,'prev':40}"));
    heard.next("trade + a:B 41");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.welcome();
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":2,\"channel\":\"trade\",\"symbols\":[\"a:B\"],\"from\":41}",
        gateway.request());
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":3,\"channel\":\"trade\",\"symbols\":[\"a:C\"]}",
        gateway.request());
    second.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':42}"));
    second.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':44,'prev':43}"));
    second.writeTextMessage(
        "{\"type\":\"notice\",\"code\":\"gap\",\"channel\":\"trade\",\"symbol\":\"a:B\",\"from\":45,\"to\":50,\"missed\":6}");
    second.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':51,'prev':44}"));
    assertEquals("trade + a:B 42", heard.next("trade"));
    assertEquals("gap trade a:B 42 43 44", heard.next(), "nobody told");
    assertEquals("trade + a:B 44", heard.next());
    assertEquals("trade + a:B 51", heard.next(), "told");
  }

  @Test
  void resumesBehindAGapThatItWasToldOf() throws Exception {
    start(settings(), Subscription.of("trade", "a:B"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':44}"));
    socket.writeTextMessage(
        "{\"type\":\"notice\",\"code\":\"gap\",\"channel\":\"trade\",\"symbol\":\"a:B\",\"from\":45,\"to\":50,\"missed\":6}");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.welcome();
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":2,\"channel\":\"trade\",\"symbols\":[\"a:B\"],\"from\":50}",
        gateway.request());
    second.writeTextMessage(
        "{\"type\":\"notice\",\"code\":\"gap\",\"channel\":\"trade\",\"symbol\":\"a:B\",\"from\":51,\"to\":70,\"missed\":20}");
    second.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':71,'prev':50}"));
    assertEquals("trade + a:B 44", heard.next("trade"));
    heard.next("LIVE");
    assertEquals("trade + a:B 71", heard.next(), "and no gap that wasn't told");
  }

  @Test
  void tellsWhichTradesASnapshotLeftOut() throws Exception {
    start(settings(), Subscription.of("trade", "a:*"));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':41},{'s':'a:C','seq':7}"));
    heard.next("trade = a:C 7");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.welcome();
    second.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':44},{'s':'a:C','seq':8}"));
    assertEquals("gap trade a:B 41 43 44", heard.next("gap"));
    assertEquals("trade = a:B 44", heard.next());
    assertEquals("trade = a:C 8", heard.next(), "the next one");
  }

  @Test
  void missesNoTradesWhereItWantsOnlyTheNewest() throws Exception {
    ObjectNode conflated = JsonNodeFactory.instance.objectNode().put("mode", "conflated");
    start(settings(), new Subscription("trade", List.of("a:*"), conflated));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':41}"));
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':44}"));
    assertEquals("trade = a:B 41", heard.next("trade"));
    assertEquals("trade = a:B 44", heard.next());
  }

  @Test
  void hearsATradeOnce() throws Exception {
    start(settings(), Subscription.of("trade", "a:*"));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':41,'ts':5}"));
    heard.next("trade = a:B 41");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.welcome();
    second.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':41,'ts':5}"));
    second.writeTextMessage(
        data("update", "trade", "{'s':'a:B','seq':41,'prev':40},{'s':'a:B','seq':42,'prev':41}"));
    heard.next("LIVE");
    assertEquals("trade + a:B 42", heard.next());
  }

  @Test
  void resumesTradesUnderAGlobByName() throws Exception {
    start(settings(), Subscription.of("trade", "a:*D*", "a:B"), Subscription.of("trade", "*:B"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    gateway.request();
    socket.writeTextMessage(
        data(
            "snapshot",
            "trade",
            "{'s':'a:DE','seq':1},{'s':'a:B','seq':2},{'s':'b:D','seq':3},{'s':'a:CD','seq':4}"));
    heard.next("trade = a:CD 4");
    socket.close((short) 4000, "");
    gateway.welcome();
    for (String asked :
        List.of(
            "3 [\"a:DE\"] 1", "4 [\"a:CD\"] 4", "5 [\"a:B\"] 2", "6 [\"a:*D*\"]", "7 [\"*:B\"]")) {
      assertEquals(asked, asked(gateway.request()));
    }
  }

  /** Id, symbols and from of a request for trades. */
  private static String asked(String request) throws Exception {
    JsonNode read = new ObjectMapper().readTree(request);
    assertEquals("trade", read.path("channel").asText());
    return (read.path("id") + " " + read.path("symbols") + " " + read.path("from").asText())
        .strip();
  }

  @ParameterizedTest
  @CsvSource({"a:*, 20", "names, 20"})
  void resumesNoMoreTradesThanAGatewayTakesAtOnce(String symbols, int most) throws Exception {
    String[] names = IntStream.range(10, 35).mapToObj(n -> "a:" + n).toArray(String[]::new);
    start(
        settings(), Subscription.of("trade", symbols.equals("a:*") ? new String[] {"a:*"} : names));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    String each = String.join(",", names).replaceAll("a:[0-9]+", "{'s':'$0','seq':7}");
    socket.writeTextMessage(data("snapshot", "trade", each));
    heard.next("trade = a:34 7");
    socket.close((short) 4000, "");
    gateway.welcome();
    for (int i = 0; i < most; i++) {
      assertEquals(i + 2 + " [\"a:" + (10 + i) + "\"] 7", asked(gateway.request()));
    }
    String rest =
        symbols.equals("a:*") ? "\"a:*\"" : "\"a:30\",\"a:31\",\"a:32\",\"a:33\",\"a:34\"";
    assertEquals(most + 2 + " [" + rest + "]", asked(gateway.request()));
  }

  @ParameterizedTest
  @CsvSource({"subscriptions, 2", "messagesPerSecond, 1"})
  void resumesOnlyWhatTheLimitsLeaveRoomFor(String limit, int number) throws Exception {
    start(settings(), Subscription.of("trade", "a:*"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':1},{'s':'a:C','seq':2}"));
    heard.next("trade = a:C 2");
    socket.close((short) 4000, "");
    String limits = "{\"limits\":{\"" + limit + "\":" + number + "},";
    gateway.accept().writeTextMessage(ScriptedGateway.WELCOME.replaceFirst("\\{", limits));
    assertEquals("2 [\"a:B\"] 1", asked(gateway.request()));
    assertEquals("3 [\"a:*\"]", asked(gateway.request()));
  }

  @Test
  void leavesASymbolThatCannotBeResumedToItsGlob() throws Exception {
    start(settings(), Subscription.of("trade", "a:*"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':1}"));
    heard.next("trade = a:B 1");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.welcome();
    assertEquals("2 [\"a:B\"] 1", asked(gateway.request()));
    assertEquals("3 [\"a:*\"]", asked(gateway.request()));
    second.writeTextMessage(unknown(2, "a:B"));
    second.writeTextMessage(error("\"id\":3,", "internal", true));
    assertEquals("4 [\"a:*\"]", asked(gateway.request()));
  }

  @Test
  void startsOverWhenTheEpochIsAnother() throws Exception {
    start(settings(), Subscription.of("trade", "a:B"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':40}"));
    heard.next("trade + a:B 40");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.accept();
    second.writeTextMessage(ScriptedGateway.WELCOME.replace("e1", "e2"));
    assertFalse(gateway.request().contains("from"));
    second.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':2}"));
    assertEquals("trade + a:B 2", heard.next("trade"));
  }

  @Test
  void startsOverWhenAFeedDid() throws Exception {
    start(settings(), Subscription.of("quote", "a:B"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(data("update", "quote", "{'s':'a:B','seq':40}"));
    socket.writeTextMessage(RESTART);
    socket.writeTextMessage(data("update", "quote", "{'s':'a:B','seq':2,'prev':1}"));
    assertEquals("quote + a:B 40", heard.next("quote"));
    assertEquals("quote + a:B 2", heard.next(), "and no gap");
  }

  @Test
  void tellsWhatIsMissingThoughAnotherFeedStartedOver() throws Exception {
    start(settings(), Subscription.of("quote", "a:B"));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(data("snapshot", "quote", "{'s':'a:B','seq':9}"));
    socket.writeTextMessage(RESTART);
    socket.writeTextMessage(data("update", "quote", "{'s':'a:B','seq':12,'prev':11}"));
    assertEquals("quote = a:B 9", heard.next("quote"));
    assertEquals("gap quote a:B 9 11 12", heard.next());
  }

  @Test
  void resumesNoTradesWhoseCountsMayHaveStartedOver() throws Exception {
    start(settings(), Subscription.of("trade", "a:B", "a:C"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(data("snapshot", "trade", "{'s':'a:B','seq':40},{'s':'a:C','seq':70}"));
    socket.writeTextMessage(RESTART);
    socket.writeTextMessage(data("update", "trade", "{'s':'a:B','seq':41,'prev':40}"));
    heard.next("trade + a:B 41");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.accept();
    second.writeTextMessage(ScriptedGateway.WELCOME.replace("e1", "e2"));
    assertEquals("2 [\"a:B\"] 41", asked(gateway.request()), "one more came since");
    assertEquals("3 [\"a:C\"]", asked(gateway.request()));
    second.writeTextMessage(data("snapshot", "trade", "{'s':'a:C','seq':90}"));
    second.writeTextMessage(data("update", "trade", "{'s':'a:C','seq':92,'prev':91}"));
    assertEquals("trade = a:C 90", heard.next("trade"), "and no gap: nobody knows");
    assertEquals("gap trade a:C 90 91 92", heard.next(), "it is known again");
  }

  @Test
  void hearsATradeOnceThoughTheGatewayStartedOver() throws Exception {
    start(settings(), Subscription.of("trade", "a:*"));
    ServerWebSocket socket = gateway.welcome();
    String trades = "{'s':'a:B','seq':1,'ts':5},{'s':'a:C','seq':1,'ts':6}";
    socket.writeTextMessage(data("snapshot", "trade", trades));
    heard.next("trade = a:C 1");
    socket.close((short) 4000, "");
    ServerWebSocket second = gateway.accept();
    second.writeTextMessage(ScriptedGateway.WELCOME.replace("e1", "e2"));
    second.writeTextMessage(data("snapshot", "trade", trades.replace("6", "7")));
    heard.next("LIVE");
    assertEquals("trade = a:C 1", heard.next(), "another one, of the same number");
  }

  @Test
  void asksAgainForSymbolsThatAreUnknownYet() throws Exception {
    start(settings(), Subscription.of("quote", "a:B", "a:C", "a:D"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    socket.writeTextMessage(
        "{\"type\":\"ack\",\"id\":1,\"op\":\"subscribe\",\"granted\":[],\"refused\":["
            + "{\"symbol\":\"a:C\",\"code\":\"unknown_symbol\"},{\"symbol\":\"a:D\",\"code\":\"forbidden\"}]}");
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":2,\"channel\":\"quote\",\"symbols\":[\"a:C\"]}",
        gateway.request());
  }

  @Test
  void asksInOneRequestForAllThatIsUnknownYet() throws Exception {
    start(
        settings(),
        Subscription.of("quote", "a:B"),
        Subscription.of("quote", "a:C", "a:D"),
        Subscription.of("ticker", "a:B"));
    ServerWebSocket socket = gateway.welcome();
    for (String refused : List.of("a:B", "a:D", "a:B")) {
      long id = new ObjectMapper().readTree(gateway.request()).path("id").asLong();
      socket.writeTextMessage(unknown(id, refused));
    }
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":4,\"channel\":\"quote\",\"symbols\":[\"a:B\",\"a:D\"]}",
        gateway.request());
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":5,\"channel\":\"ticker\",\"symbols\":[\"a:B\"]}",
        gateway.request());
  }

  private static String unknown(long id, String symbol) {
    return "{\"type\":\"ack\",\"id\":"
        + id
        + ",\"op\":\"subscribe\",\"granted\":[],\"refused\":[{\"symbol\":\""
        + symbol
        + "\",\"code\":\"unknown_symbol\"}]}";
  }

  private static String error(String id, String code, boolean retryable) {
    return "{\"type\":\"error\","
        + id
        + "\"code\":\""
        + code
        + "\",\"retryable\":"
        + retryable
        + "}";
  }

  @Test
  void asksAgainWhereAnErrorWillPass() throws Exception {
    start(
        settings(),
        Subscription.of("quote", "a:B"),
        Subscription.of("quote", "a:C"),
        Subscription.of("quote", "a:D"));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage(error("\"id\":1,", "bad_request", false));
    socket.writeTextMessage(error("\"id\":2,\"retryAfterMs\":20,", "rate_limited", true));
    socket.writeTextMessage(error("\"id\":3,", "internal", true));
    for (int i = 0; i < 3; i++) {
      gateway.request();
    }
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":4,\"channel\":\"quote\",\"symbols\":[\"a:C\",\"a:D\"]}",
        gateway.request());
  }

  /** A gateway over its rate doesn't look into long messages for their id. */
  @Test
  void asksAgainForAllWhereAnErrorDoesNotSayWhatFor() throws Exception {
    start(settings(), Subscription.of("quote", "a:B"), Subscription.of("quote", "a:C"));
    ServerWebSocket socket = gateway.welcome();
    gateway.request();
    gateway.request();
    socket.writeTextMessage("{\"type\":\"ack\",\"id\":1,\"op\":\"subscribe\",\"refused\":[]}");
    socket.writeTextMessage(error("", "rate_limited", true));
    assertEquals(
        "{\"op\":\"subscribe\",\"id\":3,\"channel\":\"quote\",\"symbols\":[\"a:C\"]}",
        gateway.request());
  }

  @Test
  void goesToTheNextNodeWhenOneIsLost() throws Exception {
    try (ScriptedGateway other = new ScriptedGateway()) {
      ClientSettings both = ClientSettings.of(gateway.uri(), other.uri());
      start(both.withMaxBackoff(Duration.ofMillis(20)));
      gateway.welcome().close((short) 4000, "");
      other.welcome().close((short) 4000, "");
      gateway.welcome();
      heard.next("LIVE");
      heard.next("LIVE");
      heard.next("LIVE");
    }
  }

  @Test
  void waitsLongerEachTimeForAGatewayThatLetsItGoAtOnce() throws Exception {
    Backoff longest = new Backoff(Duration.ofMillis(1_500), BackoffTest.LONGEST);
    client = new GatewayClient(settings(), heard, longest);
    client.start();
    for (int millis : new int[] {500, 1_000, 1_500}) {
      gateway.welcome().close((short) 4000, "no");
      assertEquals("WAITING closed with 4000: no; again in " + millis + " ms", heard.next("WAIT"));
    }
  }

  @Test
  void comesBackAfterADrainWhenItWasTold() throws Exception {
    start(settings());
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage("{\"type\":\"notice\",\"code\":\"drain\",\"reconnectAfterMs\":150}");
    socket.close((short) 1012, "draining");
    long wait = waitAfterDrain();
    assertTrue(wait > 20 && wait <= 150, wait + " ms"); // 20 without it
    gateway.welcome();
    heard.next("LIVE");
  }

  /** It was served until then: what it was told to wait has passed. */
  @Test
  void comesBackAtOnceWhenADrainTookThatLong() throws Exception {
    start(settings());
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage("{\"type\":\"notice\",\"code\":\"drain\",\"reconnectAfterMs\":200}");
    gateway.later(250, () -> socket.close((short) 1012, "draining"));
    long wait = waitAfterDrain();
    assertTrue(wait <= 20, wait + " ms");
    gateway.welcome();
    heard.next("LIVE");
  }

  private long waitAfterDrain() throws InterruptedException {
    String told = heard.next("WAITING");
    String start = "WAITING closed with 1012: draining; again in ";
    assertTrue(told.startsWith(start), told);
    return Long.parseLong(told.substring(start.length(), told.length() - " ms".length()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1002, 4500, 4501, 4502, 4503, 4504})
  void staysAwayWhenItMust(int code) throws Exception {
    start(settings());
    gateway.welcome().close((short) code, "no");
    assertEquals("ENDED closed with " + code + ": no", heard.next("ENDED"));
    assertEquals(1, gateway.tokens.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 426})
  void takesARefusalForAnAnswer(int status) throws Exception {
    gateway.refuse(
        request -> {
          request.response().setStatusCode(status).end();
          return true;
        });
    start(settings());
    assertEquals("ENDED handshake refused with " + status, heard.next("ENDED"));
    assertEquals(1, gateway.tokens.size());
  }

  @Test
  void comesBackToAFullGatewayWhenItSays() throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    gateway.refuse(
        request -> {
          if (refusals.incrementAndGet() > 1) {
            return false;
          }
          request.response().setStatusCode(503).putHeader("Retry-After", "1").end();
          return true;
        });
    start(settings());
    assertEquals("WAITING handshake refused with 503; again in 1000 ms", heard.next("WAITING"));
    gateway.welcome();
    heard.next("LIVE");
  }

  @Test
  void keepsTryingWhereNobodyListens() throws Exception {
    URI uri = gateway.uri();
    gateway.close();
    start(ClientSettings.of(uri).withMaxBackoff(Duration.ofMillis(5)));
    for (int i = 0; i < 3; i++) {
      assertTrue(heard.next("WAITING").startsWith("WAITING nobody listens; "));
    }
  }

  @Test
  void takesSilenceForADeadLink() throws Exception {
    start(settings());
    ServerWebSocket socket = gateway.accept();
    socket.writeTextMessage(ScriptedGateway.WELCOME.replace("60000", "40"));
    assertTrue(heard.next("WAITING").startsWith("WAITING nothing heard for 100 ms; again in "));
    gateway.welcome();
    heard.next("LIVE");
  }

  @Test
  void isNotSilencedByItsOwnListener() throws Exception {
    CountDownLatch slow = new CountDownLatch(3);
    ClientListener listener =
        new ClientListener() {
          @Override
          public void onMessage(JsonNode message) {
            try {
              boolean unused = new CountDownLatch(1).await(150, TimeUnit.MILLISECONDS);
              slow.countDown();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    client = new GatewayClient(settings(), listener);
    client.start();
    ServerWebSocket socket = gateway.accept();
    socket.writeTextMessage(ScriptedGateway.WELCOME.replace("60000", "40"));
    socket.writeTextMessage("{\"type\":\"heartbeat\"}");
    socket.writeTextMessage("{\"type\":\"heartbeat\"}");
    assertTrue(slow.await(20, TimeUnit.SECONDS));
    assertEquals(1, gateway.tokens.size(), "one connection");
  }

  @Test
  void asksForATokenOfEachConnectionAndWhenOneExpires() throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    start(settings().withToken(() -> "t" + tokens.incrementAndGet()));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage("{\"type\":\"notice\",\"code\":\"token_expiring\"}");
    assertEquals("{\"op\":\"auth\",\"token\":\"t2\"}", gateway.request());
    socket.close((short) 4001, "token expired");
    gateway.welcome();
    assertEquals(List.of("Bearer t1", "Bearer t3"), gateway.tokens);
  }

  @Test
  void triesAgainWhenNoTokenCanBeHad() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    start(
        settings()
            .withToken(
                () -> {
                  if (asked.incrementAndGet() == 1) {
                    throw new IllegalArgumentException("the provider is away");
                  }
                  return "t" + asked;
                }));
    assertEquals("CONNECTING " + gateway.uri(), heard.next());
    String told = heard.next();
    assertTrue(told.startsWith("WAITING no token: the provider is away; again in "), told);
    gateway.welcome();
    assertEquals("CONNECTING " + gateway.uri(), heard.next());
    assertEquals("LIVE", heard.next());
    assertEquals(List.of("Bearer t2"), gateway.tokens);
  }

  @Test
  void goesOnWithATokenThatExpiresUntilThereIsAnother() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    start(
        settings()
            .withToken(
                () -> {
                  int n = asked.incrementAndGet();
                  if (n == 2 || n == 3) {
                    throw new IllegalStateException("away");
                  }
                  return "t" + n;
                }));
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage("{\"type\":\"notice\",\"code\":\"token_expiring\"}");
    socket.writeTextMessage(data("snapshot", "quote", "{'s':'a:B','seq':7}"));
    assertEquals("{\"op\":\"auth\",\"token\":\"t4\"}", gateway.request());
    heard.next("LIVE");
    assertEquals(
        List.of("no token: away", "no token: away", "quote = a:B 7"),
        Stream.of(heard.next(), heard.next(), heard.next()).sorted().toList());
    assertEquals(List.of("Bearer t1"), gateway.tokens, "one connection");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sec.ret\n", "sec\u0001ret", "sec ret", "secr\u00e9t", ""})
  void neverTellsATokenThatNoHeaderTakes(String token) throws Exception {
    start(settings().withToken(() -> token));
    assertEquals("CONNECTING " + gateway.uri(), heard.next());
    assertEquals("ENDED the token is empty or not all visible ASCII", heard.next());
    assertTrue(gateway.tokens.isEmpty(), "nobody was asked");
  }

  @Test
  void readsMessagesInPiecesAndIgnoresWhatItDoesNotKnow() throws Exception {
    start(settings());
    ServerWebSocket socket = gateway.welcome();
    socket.writeTextMessage("{\"type\":\"later\",\"data\":[{\"s\":\"x\"}]}");
    socket.writeBinaryMessage(Buffer.buffer("binary"));
    String large =
        data("snapshot", "quote", "{'s':'a:B','seq':7,'x':'" + "é".repeat(300_000) + "'}");
    byte[] bytes = large.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    socket.writeFrame(io.vertx.core.http.WebSocketFrame.textFrame(large.substring(0, 10), false));
    socket.writeFrame(
        io.vertx.core.http.WebSocketFrame.continuationFrame(
            Buffer.buffer(java.util.Arrays.copyOfRange(bytes, 10, 60_000)), false));
    socket.writeFrame(
        io.vertx.core.http.WebSocketFrame.continuationFrame(
            Buffer.buffer(java.util.Arrays.copyOfRange(bytes, 60_000, bytes.length)), true));
    assertEquals("quote = a:B 7", heard.next("quote"));
  }

  @Test
  void reconnectsWhenWhatComesIsNotJson() throws Exception {
    start(settings());
    gateway.welcome().writeTextMessage("{\"type\":");
    assertTrue(heard.next("WAITING").startsWith("WAITING a message that isn't JSON; again in "));
    gateway.welcome();
  }

  @Test
  void saysGoodbye() throws Exception {
    start(settings());
    ServerWebSocket socket = gateway.accept();
    CountDownLatch closed = new CountDownLatch(1);
    socket.closeHandler(
        gone -> {
          if (socket.closeStatusCode() == 1000) {
            closed.countDown();
          }
        });
    socket.writeTextMessage(ScriptedGateway.WELCOME);
    heard.next("LIVE");
    client.close();
    assertEquals("ENDED", heard.next());
    assertTrue(closed.await(20, TimeUnit.SECONDS), "closed with 1000");
    client.subscribe(Subscription.of("quote", "a:B"));
    client.close();
  }

  @Test
  void aListenerThatFailsEndsIt() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    client =
        new GatewayClient(
            settings(),
            new ClientListener() {
              @Override
              public void onMessage(JsonNode message) {
                throw new IllegalStateException("mine");
              }

              @Override
              public void onState(State state, String reason) {
                if (state == State.ENDED && reason.endsWith("IllegalStateException: mine")) {
                  ended.countDown();
                }
              }
            });
    client.start();
    gateway.welcome();
    assertTrue(ended.await(20, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost/v1/stream", "localhost:8080", "ws:/nohost", "x"})
  void wantsAnAddressOfAWebSocket(String uri) {
    assertThrows(IllegalArgumentException.class, () -> ClientSettings.of(URI.create(uri)));
  }
}
