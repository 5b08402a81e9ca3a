package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.BINARY;
import static io.tickgate.deliver.RawSocket.CLOSE;
import static io.tickgate.deliver.RawSocket.CONTINUATION;
import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.PING;
import static io.tickgate.deliver.RawSocket.PONG;
import static io.tickgate.deliver.RawSocket.RSV1;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/publish} is as strict as {@code /v1/stream}: RFC 6455 frame by frame. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class PublishFramesTest {
  private static final String PATH = "/v1/publish";
  private static final String TRADE =
      "{\"type\":\"trade\",\"symbol\":\"frames:X\",\"price\":\"1\",\"size\":\"2\",\"id\":\"é\"}";
  private static final String ACCEPTED = "{\"accepted\":1,\"rejected\":[]}";

  private static RawSocket connect(byte... early) throws IOException {
    return RawSocket.connect(PATH, early);
  }

  private static void assertRefused(int code, byte[]... frames) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | TEXT, TRADE));
      assertEquals(ACCEPTED, socket.read(TEXT).text());
      socket.send(frames);
      assertEquals(code, socket.read(CLOSE).closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  @ParameterizedTest
  @CsvSource({"16, 1", "32, 1", "64, 1", "64, 2", "64, 9", "32, 8"})
  void reservedBitsAreRefused(int bits, int opcode) throws IOException {
    assertRefused(1002, frame(FIN | bits | opcode, "x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 11, 15})
  void reservedOpcodesAreRefused(int opcode) throws IOException {
    assertRefused(1002, frame(FIN | opcode, "x"));
  }

  @Test
  void whatIsNoFrameOfAClientIsRefused() throws IOException {
    assertRefused(1002, new byte[] {(byte) (FIN | TEXT), 1, 'x'}); // not masked
    assertRefused(1002, frame(PING, "a"), frame(FIN | CONTINUATION, "b"));
    assertRefused(1002, frame(FIN | CONTINUATION, "of nothing"));
    assertRefused(1002, frame(TEXT, "a"), frame(FIN | TEXT, "b"));
    assertRefused(1002, frame(FIN | PING, new byte[126]));
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws IOException {
    assertRefused(1007, frame(FIN | TEXT, new byte[] {'[', (byte) 0xc3, ']'}));
    assertRefused(1007, frame(TEXT, new byte[] {(byte) 0xe2}), frame(FIN | CONTINUATION, "x"));
    assertRefused(1007, frame(FIN | CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xff}));
  }

  @Test
  void characterMayBeCutByAFragment() throws IOException {
    byte[] text = TRADE.getBytes(UTF_8);
    int cut = TRADE.indexOf('é') + 1; // the first of its two bytes
    try (RawSocket socket = connect()) {
      socket.send(
          frame(TEXT, Arrays.copyOf(text, cut)),
          frame(FIN | PING, "between"),
          frame(FIN | CONTINUATION, Arrays.copyOfRange(text, cut, text.length)));
      assertEquals("between", socket.read(PONG).text());
      assertEquals(ACCEPTED, socket.read(TEXT).text());
    }
  }

  @Test
  void messageThatIsTooLongOrInTooManyPiecesIsRefused() throws IOException {
    byte[][] pieces = new byte[70][];
    Arrays.fill(pieces, frame(CONTINUATION, "x"));
    pieces[0] = frame(TEXT, "x");
    assertRefused(1009, pieces);
    byte[] part = frame(CONTINUATION, "x".repeat(200_000));
    assertRefused(1009, frame(TEXT, "x".repeat(200_000)), part, part);
    assertRefused(1009, frame(FIN | TEXT, "x".repeat(300_000)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1016, 2999, 5000, 65_535})
  void closeCodeThatNobodyMaySendIsRefused(int code) throws IOException {
    assertRefused(1002, frame(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 3000, 4999})
  void goodbyeIsAnsweredWithTheSameCode(int code) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
      assertEquals(code, socket.read(CLOSE).closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  @Test
  void pingFloodIsRefused() throws IOException {
    byte[][] pings = new byte[300][];
    Arrays.fill(pings, frame(FIN | PING, "p"));
    assertRefused(4502, pings);
  }

  @Test
  void whoOnlyEverSendsBinaryIsClosed() throws IOException {
    byte[][] messages = new byte[10][];
    Arrays.fill(messages, frame(FIN | BINARY, TRADE));
    assertEquals(1003, endOf(messages));
    messages[9] = frame(FIN | TEXT, "x");
    assertEquals(4504, endOf(messages));
  }

  private static int endOf(byte[]... messages) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(messages);
      RawSocket.Frame close = socket.read(CLOSE);
      socket.send(frame(FIN | CLOSE, close.payload()));
      assertTrue(socket.isAtEnd());
      return close.closeCode();
    }
  }

  @Test
  void compressedMessageIsRefusedAndAnOfferDeclined() throws IOException {
    String offer = "Sec-WebSocket-Extensions: permessage-deflate";
    try (RawSocket socket = RawSocket.open()) {
      socket.send((RawSocket.handshake(PATH) + offer + "\r\n\r\n").getBytes(US_ASCII));
      RawSocket.Answer answer = socket.readAnswer();
      assertEquals(101, answer.status());
      assertEquals("", answer.header("Sec-WebSocket-Extensions"));
      socket.send(frame(FIN | RSV1 | TEXT, "x"));
      assertEquals(1002, socket.read(CLOSE).closeCode());
    }
  }

  @Test
  void messagesBehindTheHandshakeAreNotLost() throws IOException {
    byte[] early = frame(FIN | TEXT, TRADE);
    for (int cut = early.length; cut >= 0; cut -= 7) {
      try (RawSocket socket = connect(Arrays.copyOf(early, cut))) {
        socket.send(Arrays.copyOfRange(early, cut, early.length));
        assertEquals(ACCEPTED, socket.read(TEXT).text());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: x, 400",
    "Connection: Upgrade, Connection: close, 400",
    "HTTP/1.1, HTTP/1.0, 400",
  })
  void wrongHandshakeIsRefused(String right, String wrong, int status) throws IOException {
    try (RawSocket socket = RawSocket.open()) {
      String request = RawSocket.handshake(PATH).replace(right, wrong) + "\r\n";
      socket.send(request.getBytes(US_ASCII));
      assertEquals(status, socket.readAnswer().status());
      assertTrue(socket.isAtEnd());
    }
  }
}
