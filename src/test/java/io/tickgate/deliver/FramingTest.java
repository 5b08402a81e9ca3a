package io.tickgate.deliver;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as RFC 6455 says, and the close codes for those that aren't (§1, §5). */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class FramingTest {
  private static final String ASK = "{\"op\":\"ping\",\"id\":41}";
  private static final String ANSWER = "\"pong\"";

  @Test
  void fragmentsMakeOneMessage() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(
          frame(TEXT, ASK.substring(0, 5)),
          frame(CONTINUATION, ASK.substring(5, 9)),
          frame(FIN | CONTINUATION, ASK.substring(9)));
      assertTrue(socket.readTextWith(ANSWER).text().contains("41"));
    }
  }

  @Test
  void firstFragmentMayBeEmpty() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(TEXT, ""), frame(FIN | CONTINUATION, ASK));
      assertTrue(socket.readTextWith(ANSWER).text().contains("41"));
    }
  }

  @Test
  void pingBetweenFragmentsIsAnswered() throws IOException {
    byte[] payload = {0, (byte) 0xff, 7};
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(TEXT, ASK.substring(0, 5)), frame(FIN | PING, payload));
      assertArrayEquals(payload, socket.read(PONG).payload());
      socket.send(frame(FIN | CONTINUATION, ASK.substring(5)));
      assertTrue(socket.readTextWith(ANSWER).text().contains("41"));
    }
  }

  @Test
  void messageSentTogetherWithTheHandshakeIsNotLost() throws IOException {
    try (RawSocket socket = RawSocket.connect(frame(FIN | TEXT, ASK))) {
      assertTrue(socket.read(TEXT).text().contains("\"welcome\""), "welcome comes first");
      assertTrue(socket.readTextWith(ANSWER).text().contains("41"));
    }
  }

  @Test
  void manyMessagesInOnePieceAreAllAnswered() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      byte[] one = frame(FIN | TEXT, ASK);
      byte[] twenty = new byte[20 * one.length];
      for (int i = 0; i < 20; i++) {
        System.arraycopy(one, 0, twenty, i * one.length, one.length);
      }
      socket.send(twenty);
      for (int i = 0; i < 20; i++) {
        socket.readTextWith(ANSWER);
      }
    }
  }

  @Test
  void pongThatNobodyAskedForIsIgnored() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(FIN | PONG, "unasked"), frame(FIN | PONG, new byte[4]));
      socket.send(frame(FIN | TEXT, ASK));
      assertTrue(socket.readTextWith(ANSWER).text().contains("41"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 3000, 4999})
  void closeIsAnsweredWithItsCodeAndTheConnectionEnds(int code) throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
      assertEquals(code, socket.read(CLOSE).closeCode());
      assertTrue(socket.isAtEnd());
    }
  }

  @Test
  void closeWithoutACodeIsAnswered() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(FIN | CLOSE, ""));
      socket.read(CLOSE);
      assertTrue(socket.isAtEnd());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 5000, 65_535})
  void closeCodeThatMayNotBeSentIsAProtocolError(int code) throws IOException {
    assertClosed(1002, frame(FIN | CLOSE, new byte[] {(byte) (code >> 8), (byte) code}));
  }

  @Test
  void unmaskedFrameIsAProtocolError() throws IOException {
    assertClosed(1002, new byte[] {(byte) (FIN | TEXT), 2, '{', '}'});
  }

  @Test
  void reservedBitIsAProtocolError() throws IOException {
    assertClosed(1002, frame(FIN | RSV1 | TEXT, ASK));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 11, 15})
  void reservedOpcodeIsAProtocolError(int opcode) throws IOException {
    assertClosed(1002, frame(FIN | opcode, "x"));
  }

  @Test
  void continuationOfNothingIsAProtocolError() throws IOException {
    assertClosed(1002, frame(FIN | CONTINUATION, "x"));
  }

  @Test
  void newMessageAmidFragmentsIsAProtocolError() throws IOException {
    assertClosed(1002, frame(TEXT, "{"), frame(FIN | TEXT, ASK));
  }

  @Test
  void fragmentedPingIsAProtocolError() throws IOException {
    assertClosed(1002, frame(PING, "x"));
  }

  @Test
  void longPingIsAProtocolError() throws IOException {
    assertClosed(1002, frame(FIN | PING, new byte[126]));
  }

  @Test
  void textThatIsNoUtf8IsClosedWith1007() throws IOException {
    assertClosed(1007, frame(FIN | TEXT, new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'}));
  }

  @Test
  void characterSplitOverFragmentsIsFine() throws IOException {
    String message = "{\"op\":\"ping\",\"id\":41,\"x\":\"é\"}";
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    int split = bytes.length - 3; // amid the two bytes of é
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(
          frame(TEXT, Arrays.copyOf(bytes, split)),
          frame(FIN | CONTINUATION, Arrays.copyOfRange(bytes, split, bytes.length)));
      assertTrue(socket.readTextWith(ANSWER).text().contains("41"));
    }
  }

  @Test
  void messageOfManyMegabytesIsClosedWith1009() throws IOException {
    // the header of a frame of 8 MiB, none of which is sent
    byte[] header = {
      (byte) (FIN | TEXT), (byte) 0xff, 0, 0, 0, 0, 0, (byte) 0x80, 0, 0, 1, 2, 3, 4
    };
    assertClosed(1009, header);
  }

  private void assertClosed(int code, byte[]... frames) throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frames);
      assertEquals(code, socket.read(CLOSE).closeCode());
    }
  }
}
