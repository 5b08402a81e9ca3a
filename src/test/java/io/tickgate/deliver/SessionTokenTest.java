package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.tickgate.market.Glob;
import io.tickgate.market.Symbol;
import io.tickgate.security.Revocations.Revocation;
import io.tickgate.security.TokenMint;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A token during the life of a connection: refresh, expiry and revocation (§6). */
@QuarkusTest
@TestProfile(SecurityProfile.class)
class SessionTokenTest {
  @Inject TestMarket market;
  @Inject DelayedMarket late;
  @Inject MovedClock clock;
  @Inject Sessions sessions;

  private final TokenMint mint = TokenMint.shared();
  private Symbol one;
  private Symbol two;
  private Symbol three;

  @BeforeEach
  void startWithValues() {
    one = Ticks.fresh("LIFE");
    two = Ticks.fresh("LIFE");
    three = Ticks.fresh("LIFE");
    for (Symbol each : List.of(one, two, three)) {
      late.tick(Ticks.quote(each, 1));
      market.tick(Ticks.quote(each, 1), Ticks.quote(each, 2));
    }
  }

  @AfterEach
  void setTheClockRight() {
    clock.set(Duration.ZERO);
  }

  private JsonNode refresh(StreamClient client, String token) {
    return client.ask("{'op':'auth','token':'%s'}", token);
  }

  @Test
  void refreshKeepsWhatIsAllowedChangesTheTimelinessAndEndsTheRest() {
    Symbol[] all = {one, two, three};
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribe("quote", all);
      for (Symbol each : all) {
        assertEquals("2.10", client.next("quote", each).text("bid"));
      }
      Map<String, Object> less =
          Map.of("symbols", List.of(one.name()), "delayed", List.of(two.name()));
      JsonNode ack = refresh(client, mint.reader("alice", less));
      assertEquals("auth", ack.path("op").asText());
      assertEquals(2, ack.path("subscriptions").asInt());
      assertEquals(1, ack.path("refused").size());
      assertEquals(three.name(), ack.at("/refused/0/symbol").asText());
      assertEquals("quote", ack.at("/refused/0/channel").asText());
      assertEquals("forbidden", ack.at("/refused/0/code").asText());
      assertEquals(1, ack.path("granted").size());
      assertEquals(two.name(), ack.at("/granted/0/symbol").asText());
      assertEquals("delayed", ack.at("/granted/0/timeliness").asText());
      Element old = client.next("quote", two);
      assertTrue(old.snapshot(), "the delayed book starts anew");
      assertEquals("1.10", old.text("bid"));
      market.tick(Ticks.quote(three, 3), Ticks.quote(two, 3), Ticks.quote(one, 3));
      Element kept = client.next("quote", one);
      assertFalse(kept.snapshot(), "what is kept goes on");
      assertEquals(2, kept.prev());
      client.settle();
      assertEquals(1, client.elements("quote", three).size());
      assertEquals(2, client.elements("quote", two).size());
      JsonNode back = refresh(client, mint.reader("alice"));
      assertEquals("realtime", back.at("/granted/0/timeliness").asText());
      assertEquals("3.10", client.next("quote", two).text("bid"));
    }
  }

  @Test
  void refreshMakesAGlobNarrowerAndWiderAgain() {
    Map<String, Object> less = Map.of("symbols", List.of(one.name()));
    String glob = "test:*LIFE*";
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribeTo("'channel':'quote','symbols':['" + glob + "']");
      client.next("quote", one);
      client.next("quote", two);
      JsonNode ack = refresh(client, mint.reader("alice", less));
      assertEquals(1, ack.path("subscriptions").asInt(), "the glob itself stays");
      market.tick(Ticks.quote(two, 3), Ticks.quote(one, 3));
      client.nextWith("quote", one, "bid", "3.10");
      client.settle();
      assertEquals(1, client.elements("quote", two).size());
      refresh(client, mint.reader("alice"));
      assertEquals("3.10", client.next("quote", two).text("bid"));
    }
  }

  @Test
  void refreshWithAnotherIntervalTellsIt() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribeWith("quote", "'intervalMs':100", one);
      JsonNode ack = refresh(client, mint.reader("alice", Map.of("minIntervalMs", 400)));
      assertEquals(400, ack.at("/granted/0/intervalMs").asInt());
      assertEquals(400, client.ask("{'op':'list'}").at("/items/0/intervalMs").asInt());
      refresh(client, mint.reader("alice"));
      assertEquals(100, client.ask("{'op':'list'}").at("/items/0/intervalMs").asInt());
    }
  }

  @Test
  void tradesGoOnThroughARefreshWithAnotherInterval() {
    market.tick(Ticks.series(1, 20, n -> Ticks.trade(one, n)));
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribeWith("trade", "'from':5", one);
      client.nextWith("trade", one, "id", "t20");
      refresh(client, mint.reader("alice", Map.of("minIntervalMs", 400)));
      market.tick(Ticks.series(21, 30, n -> Ticks.trade(one, n)));
      client.nextWith("trade", one, "id", "t30");
      refresh(client, mint.reader("alice"));
      market.tick(Ticks.trade(one, 31));
      client.nextWith("trade", one, "id", "t31");
      List<Long> seqs = client.elements("trade", one).stream().map(Element::seq).toList();
      assertEquals(LongStream.rangeClosed(6, 31).boxed().toList(), seqs);
    }
  }

  @Test
  void refreshWithFewerSubscriptionsEndsTheLastOnes() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribe("quote", one, two, three);
      JsonNode ack = refresh(client, mint.reader("alice", Map.of("maxSubscriptions", 2)));
      assertEquals(2, ack.path("subscriptions").asInt());
      assertEquals("limit_subscriptions", ack.at("/refused/0/code").asText());
      assertEquals(three.name(), ack.at("/refused/0/symbol").asText());
    }
  }

  @Test
  void aRefreshThatFailsLeavesTheSessionAsItWas() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribe("quote", one);
      client.next("quote", one);
      String forged = TokenMint.of(SignatureAlgorithm.ES256).reader("alice");
      String expired =
          mint.sign(TokenMint.claims("alice").expiresAt(Instant.now().minusSeconds(60)));
      assertEquals("unauthorized", refresh(client, forged).path("code").asText());
      assertEquals("token_expired", refresh(client, expired).path("code").asText());
      assertEquals("forbidden", refresh(client, mint.reader("bob")).path("code").asText());
      market.tick(Ticks.quote(one, 3));
      assertEquals("3.10", client.next("quote", one).text("bid"));
      assertEquals(1, client.ask("{'op':'list'}").path("items").size());
    }
  }

  @Test
  void expiryIsToldOnceAndThenTheConnectionEndsWith4001() {
    Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3_600);
    String token = mint.sign(TokenMint.claims("alice", "md-read").expiresAt(expiry));
    try (StreamClient client = StreamClient.connectAs(token)) {
      client.subscribe("quote", one);
      client.settle();
      assertTrue(client.messages("notice").isEmpty());
      clock.set(Duration.ofSeconds(3_545));
      JsonNode notice = client.awaitNotice("token_expiring", 0);
      assertEquals(expiry.getEpochSecond() * 1_000_000, notice.path("expiresAt").asLong());
      client.settle();
      clock.set(Duration.ofSeconds(3_601));
      assertEquals(4001, client.awaitClose());
      assertEquals(1, client.messages("notice").size());
    }
  }

  @Test
  void aRefreshedTokenLivesOnAndIsToldOfAgain() {
    Instant expiry = Instant.now().plusSeconds(3_600);
    String token = mint.sign(TokenMint.claims("alice", "md-read").expiresAt(expiry));
    try (StreamClient client = StreamClient.connectAs(token)) {
      clock.set(Duration.ofSeconds(3_570));
      client.awaitNotice("token_expiring", 0);
      Instant later = Instant.now().plusSeconds(7_200);
      refresh(client, mint.sign(TokenMint.claims("alice", "md-read").expiresAt(later)));
      clock.set(Duration.ofSeconds(3_700));
      client.settle();
      int from = client.messages().size();
      clock.set(Duration.ofSeconds(7_170));
      client.awaitNotice("token_expiring", from);
    }
  }

  /**
   * A client whose issuer has no later token yet would else bring it as often as it is looked at.
   */
  @Test
  void aTokenThatIsBroughtAgainIsNotToldOfAgain() {
    Instant expiry = Instant.now().plusSeconds(3_600);
    String token = mint.sign(TokenMint.claims("alice", "md-read").expiresAt(expiry));
    Instant later = expiry.plusSeconds(20);
    String marker = mint.sign(TokenMint.claims("bob", "md-read").expiresAt(later));
    List<StreamClient> markers = new ArrayList<>(); // enough that one is looked after beside alice
    try (StreamClient client = StreamClient.connectAs(token)) {
      for (int i = 0; i < 8; i++) {
        markers.add(StreamClient.connectAs(marker));
      }
      clock.set(Duration.ofSeconds(3_545));
      client.awaitNotice("token_expiring", 0);
      refresh(client, token);
      clock.set(Duration.ofSeconds(3_570));
      markers.forEach(each -> each.awaitNotice("token_expiring", 0));
      client.settle();
      assertEquals(1, client.messages("notice").size());
    } finally {
      markers.forEach(StreamClient::close);
    }
  }

  @Test
  void expiryEndsAnEventStream() throws IOException {
    String token =
        mint.sign(TokenMint.claims("a", "md-read").expiresAt(Instant.now().plusSeconds(3_600)));
    Map<String, String> header = Map.of("Authorization", "Bearer " + token);
    try (EventStream events = EventStream.connect("channel=quote&symbols=" + one, "", header)) {
      events.next("quote", one);
      clock.set(Duration.ofSeconds(3_601));
      assertEquals(1000, events.awaitClose(Inbox.PATIENCE));
    }
  }

  private void revoke(Revocation revocation) throws Exception {
    assertTrue(sessions.revoke(revocation).get(5, TimeUnit.SECONDS));
  }

  @Test
  void revokedSubjectIsClosedWith4501AndItsTokensAreNoGoodAnyMore() throws Exception {
    Instant until = clock.instant().plusSeconds(600);
    String token = mint.reader("mallory");
    try (StreamClient mallory = StreamClient.connectAs(token);
        StreamClient alice = StreamClient.connectAs(mint.reader("alice"))) {
      mallory.settle();
      revoke(new Revocation("mallory", null, List.of(), until));
      assertEquals(4501, mallory.awaitClose(Duration.ofSeconds(1)));
      alice.settle();
    }
    assertEquals(
        403, given().header("Authorization", "Bearer " + token).get("/v1/symbols").statusCode());
    try (StreamClient again = StreamClient.connect()) {
      assertEquals("forbidden", refresh(again, token).path("code").asText());
      assertEquals(4501, again.awaitClose());
    }
    clock.set(Duration.ofSeconds(601));
    assertEquals(
        200, given().header("Authorization", "Bearer " + token).get("/v1/symbols").statusCode());
  }

  @Test
  void revokedTokenLeavesOthersOfTheSubject() throws Exception {
    String stolen = mint.sign(TokenMint.claims("carol", "md-read").claim("jti", "stolen"));
    try (StreamClient thief = StreamClient.connectAs(stolen);
        StreamClient carol = StreamClient.connectAs(mint.reader("carol"))) {
      revoke(new Revocation(null, "stolen", List.of(), clock.instant().plusSeconds(600)));
      assertEquals(4501, thief.awaitClose(Duration.ofSeconds(1)));
      carol.settle();
    }
  }

  @Test
  void revokedSymbolsEndTheirSubscriptionsAndTheClientIsTold() throws Exception {
    try (StreamClient client = StreamClient.connectAs(mint.reader("dave"))) {
      client.subscribe("quote", one, two);
      client.subscribeTo("'channel':'ticker','symbols':['test:*LIFE*']");
      client.next("quote", one);
      client.next("ticker", one);
      client.next("ticker", two);
      List<Glob> globs = List.of(new Glob(one.name()));
      revoke(new Revocation("dave", null, globs, clock.instant().plusSeconds(600)));
      JsonNode notice = client.awaitNotice("revoked", 0);
      assertEquals(1, notice.path("refused").size());
      assertEquals(one.name(), notice.at("/refused/0/symbol").asText());
      assertEquals(2, notice.path("subscriptions").asInt());
      market.tick(Ticks.quote(one, 3), Ticks.quote(two, 3));
      client.nextWith("ticker", two, "bid", "3.10");
      client.settle();
      assertEquals(1, client.elements("quote", one).size());
      assertEquals(1, client.elements("ticker", one).size(), "the glob is narrower");
      JsonNode again = client.subscribe("quote", one);
      assertEquals("forbidden", again.at("/refused/0/code").asText());
    }
  }

  /** The rights are the same, what was taken back of them isn't. */
  @Test
  void refreshGivesBackWhatWasTakenForAWhile() throws Exception {
    try (StreamClient client = StreamClient.connectAs(mint.reader("walter"))) {
      client.subscribeTo("'channel':'quote','symbols':['test:*LIFE*']");
      client.next("quote", one);
      Instant until = Instant.now().plusSeconds(60);
      revoke(new Revocation("walter", null, List.of(new Glob(one.name())), until));
      client.awaitNotice("revoked", 0);
      market.tick(Ticks.quote(one, 3), Ticks.quote(two, 3));
      client.nextWith("quote", two, "bid", "3.10");
      client.settle();
      assertEquals(1, client.elements("quote", one).size());
      clock.set(Duration.ofSeconds(120));
      refresh(client, mint.reader("walter"));
      assertEquals("3.10", client.next("quote", one).text("bid"));
    }
  }
}
