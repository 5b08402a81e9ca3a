package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static io.tickgate.deliver.RawSocket.BINARY;
import static io.tickgate.deliver.RawSocket.CLOSE;
import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.edge.EdgeStats;
import io.tickgate.market.Symbol;
import io.tickgate.security.Revocations.Revocation;
import io.tickgate.security.TokenMint;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The close codes of §5, each brought about and seen by a client, and counted. */
@QuarkusTest
@TestProfile(CloseCodeTest.Profile.class)
class CloseCodeTest {
  /** Tokens are asked for, and patience is short. */
  public static class Profile extends SecurityProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
      overrides.put("tickgate.edge.max-connections-per-subject", "1");
      overrides.put("tickgate.deliver.stall-timeout", "1s");
      overrides.put("tickgate.deliver.pong-timeout", "3s");
      return overrides;
    }
  }

  @Inject TestMarket market;
  @Inject Sessions sessions;
  @Inject Drain drain;
  @Inject MovedClock clock;
  @Inject EdgeStats edge;

  private final TokenMint mint = TokenMint.shared();

  @AfterEach
  void everybodyIsGone() {
    clock.set(Duration.ZERO);
    Scale.await("sessions ended", () -> sessions.stats().open.get() == 0);
    Scale.await("places given back", () -> edge.places.get() == 0);
  }

  /** 1011 is for faults of ours, which nobody can order. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTERNAL")
  void codeIsSeenByTheClientAndCounted(CloseCode code) throws Exception {
    long before = sessions.stats().closes(code).sum();
    int seen =
        switch (code) {
          case NORMAL -> goodbye(1000);
          case PROTOCOL_ERROR -> end(frame(FIN | 3, "a reserved opcode"));
          case UNSUPPORTED_DATA -> endOf(10, BINARY, "{\"op\":\"ping\"}");
          case INVALID_TEXT -> end(frame(FIN | TEXT, new byte[] {(byte) 0xff}));
          case TOO_BIG -> end(frame(FIN | TEXT, "x".repeat(300_000)));
          case INTERNAL -> throw new AssertionError("excluded");
          case DRAINING -> drained();
          case FULL -> oneMoreOfASubject();
          case SLOW -> readingNothing();
          case TOKEN_EXPIRED -> expired();
          case DEAD_PEER -> open("Authorization: Bearer " + mint.reader("mute")).closeCode();
          case NOT_AUTHENTICATED -> open("X-Nobody: here").closeCode();
          case FORBIDDEN -> revoked();
          case FLOODING -> endOf(1_000, TEXT, "{\"op\":\"ping\"}");
          case CLOSED_BY_OPERATOR -> closedByOperator();
          case TOO_MANY_BAD_MESSAGES -> endOf(10, TEXT, "nonsense");
        };
    assertEquals(code.code(), seen);
    // a goodbye of the client's isn't ours to count
    assertEquals(code == CloseCode.NORMAL ? 0 : 1, sessions.stats().closes(code).sum() - before);
  }

  /** Raw: the JDK's client fails itself where a ping reaches it just as it says its Close. */
  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 3000, 4321})
  void goodbyeIsAnsweredWithTheSameCode(int code) throws IOException {
    assertEquals(code, goodbye(code));
  }

  @Test
  void binaryOnTheTextProtocolIsAnsweredAndTheConnectionLivesOn() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      for (int i = 0; i < 9; i++) {
        client.sendBinary(new byte[] {1});
      }
      client.awaitError("unsupported_data");
      client.settle();
      assertEquals(9, client.messages("error").size());
    }
  }

  @Test
  void wrongKindsAmongBadMessagesAreBadMessages() throws IOException {
    try (RawSocket socket = connect("Authorization: Bearer " + mint.reader("alice"))) {
      for (int i = 0; i < 9; i++) {
        socket.send(frame(FIN | BINARY, "x"));
      }
      socket.send(frame(FIN | TEXT, "nonsense"));
      assertEquals(4504, socket.read(CLOSE).closeCode());
    }
  }

  /** In one piece, so that they are read in one turn; the ping is what Vert.x answers in it. */
  @Test
  void codeIsSeenThoughTheClientSaysGoodbyeRightBehindItsLastMistake() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(frame(FIN | RawSocket.PING, "p"));
    for (int i = 0; i < 10; i++) {
      all.writeBytes(frame(FIN | TEXT, "nonsense"));
    }
    all.writeBytes(frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8}));
    assertEquals(4504, end(all.toByteArray()));
  }

  @Test
  void whoComesWhileTheNodeDrainsGets503() throws IOException {
    try (RawSocket late = RawSocket.open()) {
      drain.begin(Duration.ZERO, Duration.ofMillis(100));
      late.send((RawSocket.handshake("/v1/stream") + "\r\n").getBytes(US_ASCII));
      RawSocket.Answer answer = late.readAnswer();
      assertEquals(503, answer.status());
      assertTrue(Integer.parseInt(answer.header("Retry-After")) > 0);
    } finally {
      drain.callOff();
    }
  }

  private static RawSocket connect(String header) throws IOException {
    return RawSocket.connect("/v1/stream", new byte[0], header);
  }

  private int goodbye(int code) throws IOException {
    byte[] payload = {(byte) (code >> 8), (byte) code};
    try (RawSocket socket = connect("Authorization: Bearer " + mint.reader("alice"))) {
      socket.send(frame(FIN | CLOSE, payload));
      int answer = socket.read(CLOSE).closeCode();
      assertTrue(socket.isAtEnd());
      return answer;
    }
  }

  /** Reads what comes until the Close, and sends nothing. */
  private static RawSocket.Frame open(String header) throws IOException {
    try (RawSocket socket = connect(header)) {
      return socket.read(CLOSE);
    }
  }

  private int end(byte[]... frames) throws IOException {
    try (RawSocket socket = connect("Authorization: Bearer " + mint.reader("alice"))) {
      socket.send(frames);
      int code = socket.read(CLOSE).closeCode();
      assertTrue(socket.isAtEnd());
      return code;
    }
  }

  private int endOf(int times, int opcode, String message) {
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      for (int i = 0; i < times && trySend(client, opcode, message); i++) {
        continue;
      }
      return client.awaitClose();
    }
  }

  private static boolean trySend(StreamClient client, int opcode, String message) {
    if (opcode == TEXT) {
      return client.trySend(message);
    }
    client.sendBinary(message.getBytes(US_ASCII));
    return true;
  }

  private int drained() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      drain.begin(Duration.ZERO, Duration.ofMillis(100));
      client.awaitNotice("drain", 0);
      return client.awaitClose();
    } finally {
      drain.callOff();
    }
  }

  private int oneMoreOfASubject() {
    try (StreamClient first = StreamClient.connectAs(mint.reader("alice"));
        StreamClient second = StreamClient.connect()) {
      second.send("{'op':'auth','token':'%s'}", mint.reader("alice"));
      int code = second.awaitClose();
      first.settle();
      return code;
    }
  }

  private int readingNothing() {
    Symbol symbol = Ticks.fresh("UNREAD");
    market.tick(Ticks.trade(symbol, 0));
    long before = sessions.stats().closes(CloseCode.SLOW).sum();
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      client.subscribe("trade", symbol);
      client.next("trade", symbol);
      client.stopReading();
      int[] sent = {0};
      Scale.await(
          "cut off",
          () -> {
            market.tick(Ticks.trade(symbol, ++sent[0]));
            return sessions.stats().closes(CloseCode.SLOW).sum() > before;
          });
      client.readOn();
      return client.awaitClose();
    }
  }

  private int expired() {
    Instant expiry = Instant.now().plusSeconds(3_600);
    String token = mint.sign(TokenMint.claims("alice", "md-read").expiresAt(expiry));
    try (StreamClient client = StreamClient.connectAs(token)) {
      clock.set(Duration.ofSeconds(3_601));
      return client.awaitClose();
    }
  }

  private int revoked() {
    try (StreamClient client = StreamClient.connectAs(mint.reader("mallory"))) {
      Instant until = clock.instant().plusSeconds(600);
      sessions.revoke(new Revocation("mallory", null, List.of(), until)).join();
      return client.awaitClose();
    }
  }

  private int closedByOperator() {
    String operator = mint.sign(TokenMint.claims("op", "md-admin"));
    try (StreamClient client = StreamClient.connectAs(mint.reader("alice"))) {
      String id = client.welcome().path("connection").asText();
      given()
          .header("Authorization", "Bearer " + operator)
          .delete("/v1/admin/sessions/" + id)
          .then()
          .statusCode(204);
      return client.awaitClose();
    }
  }
}
