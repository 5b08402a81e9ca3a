package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshake, byte by byte (RFC 6455 section 4.2). */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class UpgradeTest {
  private static final Charset US_ASCII = StandardCharsets.US_ASCII;
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  @Test
  void rightHandshakeIsAnsweredWithTheKeysHash() throws IOException {
    RawSocket.Answer answer = ask(right());
    assertEquals(101, answer.status());
    assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.header("Sec-WebSocket-Accept"));
    assertEquals("websocket", answer.header("Upgrade").toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Upgrade: websocket  | UPGRADE: WebSocket",
        "Connection: Upgrade | connection: keep-alive, upgrade"
      })
  void listsAndCaseDoNotMatter(String line, String other) throws IOException {
    assertEquals(101, ask(right().replace(line, other)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sec-WebSocket-Key:\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZWFi\r\n",
        "Sec-WebSocket-Key: not base64 !!!!!!!!!!!!!\r\n",
        KEY + KEY
      })
  void keyThatIsNotOneOfSixteenBytesIsRefused(String key) throws IOException {
    assertRefused(400, right().replace(KEY, key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Sec-WebSocket-Version: 8\r\n",
        "Sec-WebSocket-Version: 14\r\n",
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\n"
      })
  void otherVersionIsToldTheRightOne(String version) throws IOException {
    String request = right().replace("Sec-WebSocket-Version: 13\r\n", version);
    assertEquals("13", assertRefused(426, request).header("Sec-WebSocket-Version"));
  }

  @Test
  void requestWithoutAHostIsRefused() throws IOException {
    assertEquals(400, ask(right().replaceFirst("Host: .*\r\n", "")).status());
  }

  @Test
  void requestWithTwoHostsIsRefused() throws IOException {
    assertRefused(400, right().replaceFirst("(Host: .*\r\n)", "$1$1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Upgrade: websocket\r\n", "Connection: Upgrade\r\n"})
  void requestThatDoesNotAskForAnUpgradeIsRefused(String line) throws IOException {
    assertRefused(400, right().replace(line, ""));
  }

  @Test
  void http10IsRefused() throws IOException {
    assertRefused(400, right().replace("HTTP/1.1", "HTTP/1.0"));
  }

  @Test
  void otherMethodIsRefused() throws IOException {
    assertRefused(400, right().replace("GET", "POST"));
  }

  @Test
  void bodyIsRefused() throws IOException {
    assertRefused(400, right() + "Content-Length: 5\r\n");
  }

  @Test
  void refusedUpgradeEndsTheConnectionThoughMoreCameBehindIt() throws IOException {
    assertRefused(400, right() + "Sec-WebSocket-Protocol: mqtt\r\n");
  }

  @Test
  void upgradeOfWhatIsNoWebSocketEndsTheConnection() throws IOException {
    assertEquals(404, ask(RawSocket.handshake("/v1/nothing")).status());
  }

  @Test
  void echoIsNotThereByDefault() throws IOException {
    assertRefused(404, RawSocket.handshake("/v1/echo"));
  }

  /** Where no proxy is expected; with one see ProxyProtocolTest. */
  @Test
  void headerOfTheProxyProtocolIsNoRequest() throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      String header = "PROXY TCP4 203.0.113.7 192.0.2.1 4711 443\r\n";
      socket.send((header + right() + "\r\n").getBytes(US_ASCII));
      assertEquals(400, socket.readAnswer().status());
    }
  }

  @Test
  void headOfManyKilobytesIsRefused() throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      socket.send((right() + "X-Pad: " + "x".repeat(30_000) + "\r\n\r\n").getBytes(US_ASCII));
      assertEquals(431, socket.readAnswer().status());
    }
  }

  private static String right() {
    return RawSocket.handshake("/v1/stream");
  }

  private static RawSocket.Answer ask(String head) throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      socket.send((head + "\r\n").getBytes(US_ASCII));
      return socket.readAnswer();
    }
  }

  private static RawSocket.Answer assertRefused(int status, String head) throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      // the GET behind it must not be answered: it may as well be frames
      socket.send((head + "\r\nGET /v1/symbols HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
      RawSocket.Answer answer = socket.readAnswer();
      assertEquals(status, answer.status());
      assertEquals("0", answer.header("Content-Length"));
      assertTrue(socket.isAtEnd());
      return answer;
    }
  }
}
