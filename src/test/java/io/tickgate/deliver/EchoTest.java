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
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 6455 frame by frame, in the order of the public Autobahn suite's groups 1 to 7, 9 and 10:
 * what is right comes back byte for byte, what is wrong ends with its code.
 */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class EchoTest {
  private static final byte[] NONE = {};
  private static final int KIB = 1024;

  private static RawSocket connect() throws IOException {
    return RawSocket.connect("/v1/echo", NONE);
  }

  // ---- 1: messages of all lengths, where headers change their form

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, 200_000, 262_144})
  void messageComesBackByteForByte(int length) throws IOException {
    byte[] binary = bytes(length);
    byte[] text = "*".repeat(length).getBytes(StandardCharsets.US_ASCII);
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | BINARY, binary), frame(FIN | TEXT, text));
      assertFrame(FIN | BINARY, binary, socket.read());
      assertFrame(FIN | TEXT, text, socket.read());
    }
  }

  @Test
  void messageInSinglesOfBytesComesBack() throws IOException {
    byte[] message = bytes(997);
    try (RawSocket socket = connect()) {
      for (byte each : frame(FIN | BINARY, message)) {
        socket.send(new byte[] {each});
      }
      assertFrame(FIN | BINARY, message, socket.read());
    }
  }

  // ---- 2: pings and pongs

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125})
  void pingIsAnsweredWithItsPayload(int length) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | PING, bytes(length)));
      assertFrame(FIN | PONG, bytes(length), socket.read());
    }
  }

  @Test
  void pingsAreAnsweredInOrder() throws IOException {
    try (RawSocket socket = connect()) {
      byte[][] pings = new byte[10][];
      for (int i = 0; i < 10; i++) {
        pings[i] = frame(FIN | PING, "ping " + i);
      }
      socket.send(pings);
      for (int i = 0; i < 10; i++) {
        assertEquals("ping " + i, socket.read(PONG).text());
      }
    }
  }

  @Test
  void pongIsTakenAndNotAnswered() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | PONG, "unasked"), frame(FIN | PING, "asked"));
      assertFrame(FIN | PONG, "asked".getBytes(StandardCharsets.US_ASCII), socket.read());
    }
  }

  @Test
  void pingLongerThanAControlFrameIsRefused() throws IOException {
    assertRefused(1002, frame(FIN | PING, new byte[126]));
  }

  // ---- 3 and 4: reserved bits and opcodes

  @ParameterizedTest
  @CsvSource({
    "16, 1", "32, 1", "48, 1", "64, 1", "80, 2", "96, 2", "112, 2", "64, 9", "16, 9", "64, 8",
    "32, 10"
  })
  void reservedBitsAreRefusedAndWhatCameBeforeIsAnswered(int bits, int opcode) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | TEXT, "before"), frame(FIN | bits | opcode, "x"));
      assertEquals("before", socket.read().text());
      assertEquals(1002, socket.read().closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
  void reservedOpcodeIsRefused(int opcode) throws IOException {
    assertRefused(1002, frame(FIN | opcode, ""));
    assertRefused(1002, frame(FIN | opcode, "payload"), frame(FIN | PING, ""));
  }

  // ---- 5: fragments

  @ParameterizedTest
  @ValueSource(ints = {PING, PONG, CLOSE})
  void controlFrameInFragmentsIsRefused(int opcode) throws IOException {
    assertRefused(1002, frame(opcode, "a"), frame(FIN | CONTINUATION, "b"));
  }

  @Test
  void fragmentsWithPingsBetweenComeBackAsOneMessage() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(
          frame(TEXT, "one "),
          frame(FIN | PING, "1"),
          frame(CONTINUATION, "two "),
          frame(FIN | PING, "2"),
          frame(FIN | CONTINUATION, "three"));
      assertEquals("1", socket.read(PONG).text());
      assertEquals("2", socket.read(PONG).text());
      assertEquals("one two three", socket.read().text());
    }
  }

  @Test
  void emptyFragmentsCount() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(TEXT, ""), frame(CONTINUATION, ""), frame(FIN | CONTINUATION, ""));
      assertFrame(FIN | TEXT, NONE, socket.read());
      socket.send(frame(BINARY, ""), frame(CONTINUATION, "middle"), frame(FIN | CONTINUATION, ""));
      assertEquals("middle", socket.read(BINARY).text());
    }
  }

  @Test
  void continuationOfNothingIsRefused() throws IOException {
    assertRefused(1002, frame(FIN | CONTINUATION, "x"), frame(FIN | TEXT, "y"));
    assertRefused(1002, frame(CONTINUATION, "x"));
    try (RawSocket socket = connect()) {
      socket.send(
          frame(TEXT, "a"), frame(FIN | CONTINUATION, "b"), frame(CONTINUATION, "of nothing"));
      assertEquals("ab", socket.read().text());
      assertEquals(1002, socket.read().closeCode());
    }
  }

  @Test
  void newMessageAmidAnotherIsRefused() throws IOException {
    assertRefused(1002, frame(TEXT, "a"), frame(FIN | BINARY, "b"));
  }

  // ---- 6: UTF-8

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ceba",
        "cebae1bdb9cf83cebcceb5",
        "f0908080",
        "f48fbfbf",
        "efbfbf",
        "ed9fbf",
        "ee8080",
        "efbfbd",
        "c280",
        "00",
        "7f"
      })
  void textOfAnyCharacterComesBack(String hex) throws IOException {
    byte[] text = HexFormat.of().parseHex(hex);
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | TEXT, text));
      assertFrame(FIN | TEXT, text, socket.read());
      byte[][] singles = new byte[text.length + 1][];
      for (int i = 0; i < text.length; i++) {
        singles[i] = frame(i == 0 ? TEXT : CONTINUATION, Arrays.copyOfRange(text, i, i + 1));
      }
      singles[text.length] = frame(FIN | CONTINUATION, "");
      socket.send(singles);
      assertFrame(FIN | TEXT, text, socket.read());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // continuation of nothing
        "bf",
        "c3", // cut
        "e1bd",
        "f09080",
        "c328",
        "c0af", // longer than need be
        "e080af",
        "f08080af",
        "c1bf",
        "eda080", // surrogates
        "edbfbf",
        "f4908080", // beyond U+10FFFF
        "f8888080",
        "fe",
        "ff",
        "cebae1bdb9cf83cebcceb5eda080656469746564"
      })
  void textThatIsNoUtf8IsRefused(String hex) throws IOException {
    byte[] text = HexFormat.of().parseHex(hex);
    assertRefused(1007, frame(FIN | TEXT, text));
    assertRefused(1007, frame(TEXT, "good "), frame(FIN | CONTINUATION, text));
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | BINARY, text)); // binary is whatever it is
      assertFrame(FIN | BINARY, text, socket.read());
    }
  }

  @Test
  void badTextIsRefusedBeforeItsLastFragment() throws IOException {
    assertRefused(1007, frame(TEXT, new byte[] {'a', (byte) 0xff}));
  }

  // ---- 7: closing

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
  void closeComesBackWithItsCode(int code) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | CLOSE, close(code, "bye")));
      assertEquals(code, socket.read().closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
  void closeWithACodeThatNobodyMaySendIsRefused(int code) throws IOException {
    assertRefused(1002, frame(FIN | CLOSE, close(code, "")));
  }

  @Test
  void closeWithoutACodeIsAnsweredWithoutOne() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | CLOSE, ""));
      assertFrame(FIN | CLOSE, NONE, socket.read());
      assertTrue(socket.isAtEnd());
    }
  }

  @Test
  void closeOfOneByteIsRefused() throws IOException {
    assertRefused(1002, frame(FIN | CLOSE, "x"));
  }

  @Test
  void reasonOfTheGreatestLengthIsFineAndALongerOneRefused() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frame(FIN | CLOSE, close(1000, "x".repeat(123))));
      assertEquals(1000, socket.read().closeCode());
    }
    assertRefused(1002, frame(FIN | CLOSE, close(1000, "x".repeat(124))));
  }

  @Test
  void reasonThatIsNoUtf8IsRefused() throws IOException {
    byte[] payload = close(1000, "xx");
    payload[2] = (byte) 0xc3;
    payload[3] = 0x28;
    assertRefused(1007, frame(FIN | CLOSE, payload));
  }

  @Test
  void nothingIsAnsweredAfterTheClose() throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(
          frame(FIN | TEXT, "first"),
          frame(FIN | CLOSE, close(1000, "")),
          frame(FIN | TEXT, "late"),
          frame(FIN | PING, "late"),
          frame(FIN | CLOSE, close(1001, "")));
      assertEquals("first", socket.read().text());
      assertEquals(1000, socket.read().closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  // ---- 9 and 10: limits

  @Test
  void messageAboveTheLimitIsRefusedWhole() throws IOException {
    assertRefused(1009, frame(FIN | BINARY, new byte[256 * KIB + 1]));
  }

  @Test
  void messageAboveTheLimitIsRefusedInFragments() throws IOException {
    byte[] part = new byte[60 * KIB];
    assertRefused(
        1009,
        frame(BINARY, part),
        frame(CONTINUATION, part),
        frame(CONTINUATION, part),
        frame(CONTINUATION, part),
        frame(CONTINUATION, part));
  }

  @Test
  void fragmentsUpToTheLimitAreJoinedAndMoreRefused() throws IOException {
    byte[][] frames = new byte[65][];
    Arrays.fill(frames, frame(CONTINUATION, "x"));
    frames[0] = frame(TEXT, "x");
    byte[][] most = Arrays.copyOf(frames, 64);
    most[63] = frame(FIN | CONTINUATION, "x");
    try (RawSocket socket = connect()) {
      socket.send(most);
      assertEquals("x".repeat(64), socket.read().text());
      socket.send(most); // counted anew for each message
      assertEquals("x".repeat(64), socket.read().text());
    }
    assertRefused(1009, frames);
  }

  @Test
  void frameOfTerabytesIsRefusedByItsHeader() throws IOException {
    byte[] header = {
      (byte) (FIN | BINARY), (byte) 0xff, 0, 0, 0x10, 0, 0, 0, 0, 0, 1, 2, 3, 4, 'x'
    };
    assertRefused(1009, header);
  }

  @Test
  void frameOfANegativeLengthIsRefused() throws IOException {
    byte[] header = {
      (byte) (FIN | BINARY), (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3, 4
    };
    assertRefused(1002, header);
  }

  @Test
  void lengthThatIsNotTheShortestFormIsRefused() throws IOException {
    assertRefused(1002, new byte[] {(byte) (FIN | BINARY), (byte) 0xfe, 0, 1, 1, 2, 3, 4, 'x'});
  }

  @Test
  void unmaskedFrameIsRefused() throws IOException {
    assertRefused(1002, new byte[] {(byte) (FIN | TEXT), 1, 'x'});
  }

  @Test
  void compressedFrameThatWasNotAgreedIsRefused() throws IOException {
    assertRefused(1002, frame(FIN | RSV1 | TEXT, "x"));
  }

  @Test
  void pingsBeyondTheRateGoUnansweredAndAFloodIsClosed() throws IOException {
    byte[][] pings = new byte[300][];
    Arrays.fill(pings, frame(FIN | PING, "p"));
    try (RawSocket socket = connect()) {
      socket.send(pings);
      int pongs = 0;
      RawSocket.Frame next = socket.read();
      for (; next.opcode() == PONG; next = socket.read()) {
        pongs++;
      }
      assertEquals(4502, next.closeCode());
      assertTrue(pongs >= 40 && pongs < 80, pongs + " pongs: two seconds' worth and a little");
    }
  }

  // ---- what comes early

  @Test
  void framesBehindTheHandshakeWaitForTheEndpoint() throws IOException {
    byte[] ping = frame(FIN | PING, "p");
    byte[] text = frame(FIN | TEXT, "early");
    byte[] early = Arrays.copyOf(ping, ping.length + text.length);
    System.arraycopy(text, 0, early, ping.length, text.length);
    for (int cut = 0; cut < early.length; cut += 3) {
      try (RawSocket socket = RawSocket.connect("/v1/echo", Arrays.copyOf(early, cut))) {
        socket.send(Arrays.copyOfRange(early, cut, early.length));
        assertEquals("p", socket.read(PONG).text());
        assertEquals("early", socket.read().text());
      }
    }
  }

  @Test
  void wrongFrameBehindTheHandshakeIsRefusedAfterTheAnswer() throws IOException {
    try (RawSocket socket = RawSocket.connect("/v1/echo", frame(FIN | 3, ""))) {
      assertEquals(1002, socket.read().closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  private static void assertRefused(int code, byte[]... frames) throws IOException {
    try (RawSocket socket = connect()) {
      socket.send(frames);
      RawSocket.Frame close = socket.read();
      assertEquals(CLOSE, close.opcode(), () -> "got " + close.text());
      assertEquals(code, close.closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  private static void assertFrame(int first, byte[] payload, RawSocket.Frame frame) {
    assertEquals(first, frame.first());
    assertArrayEquals(payload, frame.payload());
  }

  private static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + text.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, text.length);
    return payload;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
