package io.tickgate.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.tickgate.market.Channel;
import io.tickgate.security.Verdict.Accepted;
import io.tickgate.security.Verdict.Rejected;
import io.tickgate.wire.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are good, and which keys can be used. */
class TokensTest {
  private static final TokenMint RSA = TokenMint.of(SignatureAlgorithm.RS256);

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final InstantSource clock = now::get;
  private final Revocations revocations = new Revocations(clock, 10);

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Tokens tokens(String key) {
    Tokens tokens =
        new Tokens(
            new Tokens.Rules(
                key,
                TokenMint.ISSUER,
                TokenMint.AUDIENCE,
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                8_192,
                2),
            revocations,
            clock);
    open.add(tokens);
    return tokens;
  }

  private Tokens tokens(TokenMint mint) {
    return tokens(mint.write(folder).toString());
  }

  private static Verdict check(Tokens tokens, String token) {
    return tokens.check(token).toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Identity accepted(Tokens tokens, String token) {
    return assertInstanceOf(Accepted.class, check(tokens, token)).identity();
  }

  private static void assertRejected(ErrorCode code, Verdict verdict) {
    assertEquals(code, assertInstanceOf(Rejected.class, verdict, verdict.toString()).code());
  }

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      names = {"RS256", "ES256", "EDDSA"})
  void acceptsATokenSignedWithTheKeyOfAPemFile(SignatureAlgorithm algorithm) {
    TokenMint mint = TokenMint.of(algorithm);
    assertEquals("alice", accepted(tokens(mint), mint.reader("alice")).subject());
  }

  @Test
  void readsWhatTheTokenSays() {
    Instant expiry = Instant.now().plusSeconds(600);
    Map<String, Object> md =
        Map.of(
            "symbols", List.of("coinbase:*", "kraken:BTC/USD"),
            "channels", List.of("ticker", "trade"),
            "delayed", List.of("kraken:*"),
            "minIntervalMs", 250,
            "maxSubscriptions", 7,
            "publish", List.of("desk"));
    String token =
        RSA.sign(
            TokenMint.claims("alice", "md-read", "md-publish", "others")
                .expiresAt(expiry)
                .claim("jti", "t-1")
                .claim("md", md));
    Identity who = accepted(tokens(RSA), token);
    assertEquals("t-1", who.tokenId());
    assertEquals(Set.of(Role.READ, Role.PUBLISH), who.roles());
    assertEquals(Instant.ofEpochSecond(expiry.getEpochSecond()), who.expiresAt());
    assertEquals(250, who.entitlement().minIntervalMillis());
    assertEquals(7, who.entitlement().maxSubscriptions());
    assertEquals(Timeliness.REALTIME, who.timeliness(Channel.TICKER, "coinbase:X"));
    assertEquals(Timeliness.FORBIDDEN, who.timeliness(Channel.BOOK, "coinbase:X"));
    assertEquals(Timeliness.DELAYED, who.timeliness(Channel.TRADE, "kraken:ETH/USD"));
    assertEquals(
        Timeliness.DELAYED, who.timeliness(Channel.TRADE, "kraken:BTC/USD"), "delayed wins");
    assertEquals(Timeliness.FORBIDDEN, who.timeliness(Channel.TRADE, "okx:X"));
    assertTrue(who.mayPublish("desk"));
    assertFalse(who.mayPublish("coinbase"));
    assertFalse(who.has(Role.ADMIN));
  }

  @Test
  void withoutAnMdClaimEverythingMayBeReadAndNothingWritten() {
    Identity who = accepted(tokens(RSA), RSA.sign(TokenMint.claims("a", "md-read", "md-publish")));
    assertEquals(Timeliness.REALTIME, who.timeliness(Channel.BAR, "any:THING"));
    assertFalse(who.mayPublish("any"));
  }

  @Test
  void withoutTheGroupToReadNothingMayBeRead() {
    Identity who = accepted(tokens(RSA), RSA.sign(TokenMint.claims("a", "md-admin")));
    assertEquals(Timeliness.FORBIDDEN, who.timeliness(Channel.TICKER, "any:THING"));
  }

  @Test
  void anEmptyListCoversNothing() {
    Identity who = accepted(tokens(RSA), RSA.reader("a", Map.of("symbols", List.of())));
    assertEquals(Timeliness.FORBIDDEN, who.timeliness(Channel.TICKER, "any:THING"));
  }

  static Stream<Object> malformedClaims() {
    String[] many = Stream.generate(() -> "a:*").limit(101).toArray(String[]::new);
    return Stream.of(
        "all",
        List.of("symbols"),
        7,
        Map.of("symbols", "coinbase:*"),
        Map.of("symbols", List.of(1)),
        Map.of("symbols", List.of("nocolon")),
        Map.of("symbols", List.of("a:b c*")),
        Map.of("symbols", List.of("a:*".repeat(30))),
        Map.of("symbols", List.of(many)),
        Map.of("channels", "ticker"),
        Map.of("channels", Map.of()),
        Map.of("delayed", true),
        Map.of("minIntervalMs", -1),
        Map.of("minIntervalMs", "250"),
        Map.of("minIntervalMs", 1.5),
        Map.of("maxSubscriptions", 1L << 40),
        Map.of("publish", "desk"));
  }

  @ParameterizedTest
  @MethodSource("malformedClaims")
  void aMalformedClaimMakesTheTokenBad(Object md) {
    String token = RSA.sign(TokenMint.claims("a", "md-read").claim("md", md));
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens(RSA), token));
  }

  private static JwtClaimsBuilder good() {
    return TokenMint.claims("alice", "md-read");
  }

  static Stream<String> badTokens() {
    String token = RSA.sign(good());
    String[] parts = token.split("\\.");
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String none = base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
    String other = new String(claims, StandardCharsets.UTF_8).replace("\"alice\"", "\"mallory\"");
    return Stream.of(
        "",
        "garbage",
        "a.b.c",
        "....",
        "\u0000\u00ff",
        parts[0] + "." + parts[1],
        parts[0] + "." + parts[1] + ".",
        none + "." + parts[1] + ".",
        none + "." + parts[1] + "." + parts[2],
        parts[0]
            + "."
            + base64.encodeToString(other.getBytes(StandardCharsets.UTF_8))
            + "."
            + parts[2],
        token + "A",
        token + " ".repeat(8_192),
        hmac(RSA.pem().getBytes(StandardCharsets.UTF_8)),
        hmac(RSA.pair().getPublic().getEncoded()),
        TokenMint.of(SignatureAlgorithm.RS256).sign(good()),
        TokenMint.of(SignatureAlgorithm.ES256).sign(good()),
        good().jws().algorithm(SignatureAlgorithm.RS512).sign(RSA.pair().getPrivate()),
        RSA.sign(good().issuer("https://other.example")),
        RSA.sign(good().audience("other")),
        RSA.sign(good().claim("nbf", Instant.now().plusSeconds(600).getEpochSecond())),
        RSA.sign(good().subject("")),
        RSA.sign(good().subject("x".repeat(257))));
  }

  /** The public key taken for a shared secret: the classic confusion (RFC 8725 section 2.1). */
  private static String hmac(byte[] secret) {
    SecretKey key = new SecretKeySpec(secret, "HmacSHA256");
    return good().jws().algorithm(SignatureAlgorithm.HS256).sign(key);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("badTokens")
  void aBadTokenIsUnauthorized(String token) {
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens(RSA), token));
  }

  @Test
  void aTokenWithoutExpiryIsUnauthorized() {
    String claims =
        "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"a\"}"
            .formatted(TokenMint.ISSUER, TokenMint.AUDIENCE);
    String token = signed(claims);
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens(RSA), token));
  }

  private static String signed(String claims) {
    org.jose4j.jws.JsonWebSignature jws = new org.jose4j.jws.JsonWebSignature();
    jws.setPayload(claims);
    jws.setAlgorithmHeaderValue("RS256");
    jws.setKey(RSA.pair().getPrivate());
    try {
      return jws.getCompactSerialization();
    } catch (org.jose4j.lang.JoseException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anExpiredTokenIsToldApart() {
    Tokens tokens = tokens(RSA);
    String expired = RSA.sign(good().expiresAt(Instant.now().minusSeconds(60)));
    assertRejected(ErrorCode.TOKEN_EXPIRED, check(tokens, expired));
    String wrongToo = RSA.sign(good().issuer("x").expiresAt(Instant.now().minusSeconds(60)));
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens, wrongToo));
  }

  @Test
  void expiryIsExactByTheGatewaysClock() {
    Tokens tokens = tokens(RSA);
    Instant expiry = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3_600);
    String token = RSA.sign(good().expiresAt(expiry));
    now.set(expiry.minusMillis(1));
    accepted(tokens, token);
    now.set(expiry);
    assertRejected(ErrorCode.TOKEN_EXPIRED, check(tokens, token));
  }

  @Test
  void clocksMayDifferALittle() {
    String token = RSA.sign(good().claim("nbf", Instant.now().plusSeconds(5).getEpochSecond()));
    accepted(tokens(RSA), token);
  }

  @Test
  void aRevokedSubjectOrTokenIsForbidden() {
    Tokens tokens = tokens(RSA);
    Instant until = now.get().plusSeconds(100);
    revocations.add(new Revocations.Revocation("alice", null, List.of(), until));
    revocations.add(new Revocations.Revocation(null, "t-1", List.of(), until));
    assertRejected(ErrorCode.FORBIDDEN, check(tokens, RSA.reader("alice")));
    String byId = RSA.sign(TokenMint.claims("bob", "md-read").claim("jti", "t-1"));
    assertRejected(ErrorCode.FORBIDDEN, check(tokens, byId));
    accepted(tokens, RSA.reader("bob"));
    now.set(until);
    accepted(tokens, RSA.reader("alice"));
  }

  @Test
  void keysOfAJwksFileAreFoundByTheirIds() throws Exception {
    TokenMint ec = TokenMint.of(SignatureAlgorithm.ES256);
    TokenMint ed = TokenMint.of(SignatureAlgorithm.EDDSA);
    Path file = folder.resolve("keys.json");
    Files.writeString(file, jwks(Map.of("one", RSA, "two", ec, "three", ed)));
    Tokens tokens = tokens(file.toString());
    accepted(tokens, RSA.sign(good(), "one"));
    accepted(tokens, ec.sign(good(), "two"));
    accepted(tokens, ed.sign(good(), "three"));
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens, RSA.sign(good(), "two")));
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens, RSA.sign(good(), "four")));
    assertRejected(ErrorCode.UNAUTHORIZED, check(tokens, RSA.sign(good())));
  }

  private static String jwks(Map<String, TokenMint> mints) throws Exception {
    List<String> keys = new ArrayList<>();
    for (Map.Entry<String, TokenMint> each : mints.entrySet()) {
      PublicJsonWebKey key =
          PublicJsonWebKey.Factory.newPublicJwk(each.getValue().pair().getPublic());
      key.setKeyId(each.getKey());
      keys.add(key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  /** An issuer that rotates its keys, and one that is slow. */
  @Test
  void aRemoteJwksIsFetchedOnceAndWhatWaitsForItIsBounded() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger fetched = new AtomicInteger();
    String body = jwks(Map.of("one", RSA));
    String address = serve(answer, fetched, body);
    Tokens tokens = tokens(address);
    List<CompletableFuture<Verdict>> checks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      checks.add(tokens.check(RSA.sign(good(), "one")).toCompletableFuture());
    }
    long turnedAway = checks.stream().filter(CompletableFuture::isDone).count();
    assertEquals(6, turnedAway, "two under way, two wait, the others don't");
    assertEquals(6, tokens.overflowed.sum());
    answer.countDown();
    int good = 0;
    for (CompletableFuture<Verdict> check : checks) {
      Verdict verdict = check.get(10, TimeUnit.SECONDS);
      if (verdict instanceof Accepted) {
        good++;
      } else {
        assertRejected(ErrorCode.INTERNAL, verdict);
      }
    }
    assertEquals(4, good);
    accepted(tokens, RSA.sign(good(), "one"));
    assertEquals(1, fetched.get(), "one fetch for all of them");
  }

  private String serve(CountDownLatch answer, AtomicInteger fetched, String body)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    open.add(() -> server.stop(0));
    server.createContext(
        "/keys",
        exchange -> {
          fetched.incrementAndGet();
          try {
            answer.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  @Test
  void anAddressThatDoesNotAnswerMakesNoTokenGood() throws Exception {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    String address = "http://127.0.0.1:" + port + "/keys";
    Verdict verdict = check(tokens(address), RSA.sign(good(), "one"));
    assertRejected(ErrorCode.INTERNAL, verdict);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere.pem", "http://keys.example/jwks", "garbage", "private"})
  void aKeyThatCannotBeUsedIsNamedAtTheStart(String key) throws IOException {
    String location = key.startsWith("http") ? key : folder.resolve(key).toString();
    if (key.equals("garbage")) {
      Files.writeString(folder.resolve(key), "not a key");
    } else if (key.equals("private")) {
      String secret = Base64.getEncoder().encodeToString(RSA.pair().getPrivate().getEncoded());
      Files.writeString(
          folder.resolve(key),
          "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n");
    }
    Throwable fault = assertThrows(IllegalArgumentException.class, () -> tokens(location));
    assertTrue(fault.getMessage().startsWith("tickgate.security.key: "), fault.getMessage());
  }

  @Test
  void aVerdictDoesNotHoldTheToken() {
    String token = RSA.sign(good().issuer("other"));
    String text = check(tokens(RSA), token).toString();
    for (String part : token.split("\\.")) {
      assertFalse(text.contains(part), text);
    }
    assertFalse(text.contains(Jwt.class.getSimpleName() + "@"), text);
  }
}
