package io.tickgate.adapter.endpoint;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.tickgate.book.Books;
import io.tickgate.book.Log;
import io.tickgate.book.SymbolBook;
import io.tickgate.book.TradeVersion;
import io.tickgate.deliver.ProtocolProfile;
import io.tickgate.deliver.TestMarket;
import io.tickgate.market.FeedState;
import io.tickgate.market.Listed;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/ingest}, section 8 of the protocol. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class IngestTest {
  private static final String NOTHING_WRONG = ",\"rejected\":[]}";

  @Inject Books books;
  @Inject TestMarket market;

  private static Response post(byte[] body) {
    return given().contentType("application/x-ndjson").body(body).post("/v1/ingest");
  }

  /** Publishes lines, with single quotes for brevity, and returns the answer. */
  private static String ingest(String... lines) {
    Response response = post(String.join("\n", lines).replace('\'', '"').getBytes(UTF_8));
    assertEquals(200, response.statusCode(), response.asString());
    assertEquals("application/json", response.contentType());
    return response.asString();
  }

  private static String trade(String symbol, Object id) {
    return "{\"type\":\"trade\",\"symbol\":\""
        + symbol
        + "\",\"ts\":1763690000000000,\"price\":\"1.25\",\"size\":\"2\",\"id\":\""
        + id
        + "\"}\n";
  }

  private SymbolBook book(String symbol) {
    return Objects.requireNonNull(books.find(symbol), symbol);
  }

  private List<String> ids(String symbol) {
    Log<TradeVersion> trades = book(symbol).trades();
    List<String> ids = new ArrayList<>();
    for (long i = 0; i < trades.head(); i++) {
      ids.add(String.valueOf(Objects.requireNonNull(trades.get(i)).trade().id()));
    }
    return ids;
  }

  @Test
  void whatIsAnsweredIsInTheBook() {
    assertEquals(
        "{\"accepted\":4" + NOTHING_WRONG,
        ingest(
            "{'type':'quote','symbol':'desk:EUR/USD','ts':1763690000000000,'bid':'1.08510',"
                + "'bidSize':'1000000','ask':'1.08520','askSize':'2000000'}",
            "{'type':'trade','symbol':'desk:EUR/USD','ts':1763690000000001,'price':'1.08515',"
                + "'size':'250000','side':'buy','id':'77'}",
            "{'type':'book','symbol':'desk:EUR/USD','snapshot':true,"
                + "'bids':[['1.08510','1000000']],'asks':[['1.08520','2000000']]}",
            "{'type':'status','symbol':'desk:EUR/USD','state':'halted'}"));
    String ticker = given().get("/v1/snapshot?symbols=desk:EUR/USD").asString();
    for (String field :
        List.of(
            "\"bid\":\"1.08510\"",
            "\"askSize\":\"2000000\"",
            "\"last\":\"1.08515\"",
            "\"lastSize\":\"250000\"",
            "\"ts\":1763690000000001")) {
      assertTrue(ticker.contains(field), field + " in " + ticker);
    }
    assertEquals(List.of("77"), ids("desk:EUR/USD"));
    assertEquals(1, Objects.requireNonNull(book("desk:EUR/USD").book()).bids(10).size());
    assertEquals("HALTED", String.valueOf(book("desk:EUR/USD").status()));
    assertEquals(
        FeedState.LIVE,
        books.feeds().stream().filter(f -> f.id().equals("desk")).findFirst().get().state());
  }

  @Test
  void aBadLineStopsNoneOfTheGoodOnes() {
    assertEquals(
        "{\"accepted\":2,\"rejected\":["
            + "{\"line\":3,\"code\":\"bad_request\",\"message\":\"ask: not a decimal\"},"
            + "{\"line\":5,\"code\":\"bad_message\",\"message\":\"not JSON\"},"
            + "{\"line\":6,\"code\":\"bad_message\",\"message\":\"not a JSON object\"},"
            + "{\"line\":7,\"code\":\"bad_symbol\",\"message\":\"symbol: a symbol is written"
            + " venue:native\"}]}",
        ingest(
            "{'type':'quote','symbol':'desk:BAD','ask':'1'}",
            "",
            "{'type':'quote','symbol':'desk:BAD','ask':'one'}",
            " {'type':'quote','symbol':'desk:BAD','ask':'2'}\r",
            "{'type':'quote','symbol':'desk:BAD'",
            "[]",
            "{'type':'quote','symbol':'BAD'}"));
    assertEquals("2", String.valueOf(Objects.requireNonNull(book("desk:BAD").quote()).top().ask()));
  }

  @Test
  void anEmptyBodyIsNothing() {
    assertEquals("{\"accepted\":0" + NOTHING_WRONG, ingest(""));
    assertEquals("{\"accepted\":0" + NOTHING_WRONG, ingest("", "\r", " ", ""));
  }

  @Test
  void linesMayBeSplitAnywhereAndTheLastNeedsNoEnd() throws Exception {
    String lines = trade("desk:SPLIT", 1) + trade("desk:SPLIT", 2) + trade("desk:SPLIT", 3).trim();
    try (RawPost post = new RawPost()) {
      for (int at = 0; at < lines.length(); at += 7) {
        post.chunk(lines.substring(at, Math.min(lines.length(), at + 7)));
      }
      assertTrue(post.end().endsWith("{\"accepted\":3" + NOTHING_WRONG));
    }
    assertEquals(List.of("1", "2", "3"), ids("desk:SPLIT"));
  }

  @Test
  void ticksAreInTheBookWhileTheBodyGoesOn() throws Exception {
    try (RawPost post = new RawPost()) {
      post.chunk(trade("desk:LONG", 1));
      await(() -> books.find("desk:LONG") != null);
      post.chunk(trade("desk:LONG", 2));
      await(() -> book("desk:LONG").trades().head() == 2);
      assertTrue(post.end().endsWith("{\"accepted\":2" + NOTHING_WRONG));
    }
  }

  @Test
  void aLineThatBreaksOffWithItsConnectionIsNotTaken() throws Exception {
    try (RawPost post = new RawPost()) {
      post.chunk(trade("desk:GONE", 1) + trade("desk:GONE", 2).trim());
      await(() -> books.find("desk:GONE") != null);
    }
    ingest(trade("desk:GONE", 3)); // a turn of the loop and of the writer later
    assertEquals(List.of("1", "3"), ids("desk:GONE"));
  }

  @Test
  void aBodyMayBeLargerThanThoseOfOtherPaths() throws Exception {
    StringBuilder body = new StringBuilder();
    int count = 0;
    while (body.length() < 6_000_000) {
      body.append(trade("desk:LARGE", count++));
    }
    byte[] bytes = body.toString().getBytes(UTF_8);
    assertEquals("{\"accepted\":" + count + NOTHING_WRONG, post(bytes).asString());
    assertEquals(count, book("desk:LARGE").trades().head());
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      String head = "POST /v1/symbols HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      String status = new String(socket.getInputStream().readNBytes(12), UTF_8);
      assertEquals("HTTP/1.1 413", status);
    }
  }

  @Test
  void takesABodyPackedWithGzip() throws IOException {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      body.append(trade("desk:GZIP", i));
    }
    byte[] packed = gzip(body.toString());
    Response response =
        given()
            .contentType("application/x-ndjson")
            .header("Content-Encoding", "gzip")
            .body(packed)
            .post("/v1/ingest");
    assertEquals("{\"accepted\":5000" + NOTHING_WRONG, response.asString());
    Response cut =
        given()
            .contentType("application/x-ndjson; charset=utf-8")
            .header("Content-Encoding", "gzip")
            .body(Arrays.copyOf(packed, packed.length - 4))
            .post("/v1/ingest");
    assertEquals(400, cut.statusCode());
    assertEquals(
        "{\"accepted\":5000,\"rejected\":[{\"line\":5001,\"code\":\"bad_message\","
            + "\"message\":\"body: gzip: ends in the middle\"}]}",
        cut.asString());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void otherContentIsRefused() {
    Response type = given().contentType("application/json").body(new byte[2]).post("/v1/ingest");
    assertEquals(415, type.statusCode());
    assertEquals("unsupported_data", type.path("code"));
    Response encoding =
        given()
            .contentType("application/x-ndjson")
            .header("Content-Encoding", "br")
            .body(new byte[2])
            .post("/v1/ingest");
    assertEquals(415, encoding.statusCode());
    assertEquals(405, given().get("/v1/ingest").statusCode());
  }

  @Test
  void severalPublishersOfASymbolMakeOneOrder() {
    int each = 3_000;
    List<CompletableFuture<Response>> posts = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      StringBuilder body = new StringBuilder();
      for (int i = 0; i < each; i++) {
        body.append(trade("desk:SHARED", name + i));
      }
      byte[] bytes = body.toString().getBytes(UTF_8);
      posts.add(CompletableFuture.supplyAsync(() -> post(bytes)));
    }
    posts.forEach(
        post -> assertEquals("{\"accepted\":3000" + NOTHING_WRONG, post.join().asString()));
    Map<Character, Integer> next = new HashMap<>();
    for (String id : ids("desk:SHARED")) {
      assertEquals(next.merge(id.charAt(0), 1, Integer::sum) - 1, number(id), id);
    }
    assertEquals(Map.of('a', each, 'b', each, 'c', each), next);
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  @Test
  void aVenueOfTheGatewaysOwnFeedsIsNotWritten() {
    Symbol symbol = Symbol.of("test:OWN");
    market.tick(new Listed(symbol, 1, 1));
    assertEquals(
        "{\"accepted\":0,\"rejected\":[{\"line\":1,\"code\":\"forbidden\","
            + "\"message\":\"symbol: a feed of the gateway's own writes test\"}]}",
        ingest("{'type':'quote','symbol':'test:NEW','ask':'1'}"));
    assertNull(books.find("test:NEW"));
  }

  @Test
  void aClientMayWaitForContinue() throws Exception {
    try (RawPost post = new RawPost("Expect: 100-continue")) {
      post.chunk(trade("desk:WAIT", 1));
      String answer = post.end();
      assertTrue(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"), answer);
      assertTrue(answer.endsWith("{\"accepted\":1" + NOTHING_WRONG), answer);
    }
  }

  private static void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited for 10 s");
      Thread.sleep(1);
    }
  }
}
