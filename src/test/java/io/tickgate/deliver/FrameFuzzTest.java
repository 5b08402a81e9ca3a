package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Noise on real sockets, as frames and as handshakes: each ends rightly, and the next client works.
 */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class FrameFuzzTest {
  /** What a client may be told that sent nonsense. */
  private static final Set<Integer> CODES = Set.of(1000, 1002, 1007, 1009, 4502, 4504);

  @Test
  void framesOfNoiseEndWithACodeAndNeverWithoutAWord() throws IOException {
    int connections = Scale.of(100, 10_000);
    for (int seed = 0; seed < connections; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream noise = new ByteArrayOutputStream();
      for (int i = 0; i < 100; i++) {
        noise.writeBytes(noise(random));
      }
      noise.writeBytes(frame(FIN | RawSocket.CLOSE, new byte[] {3, (byte) 0xe8}));
      try (RawSocket socket = RawSocket.connect()) {
        socket.send(noise.toByteArray());
        int code = socket.read(RawSocket.CLOSE).closeCode();
        assertTrue(CODES.contains(code), "seed " + seed + ": " + code);
      } catch (SocketException e) {
        throw new AssertionError("seed " + seed + ": ended without a word", e);
      }
    }
    assertWorks();
  }

  /** Mostly right frames, of any opcode, sometimes in fragments, sometimes with a bit turned. */
  private static byte[] noise(Random random) {
    byte[] payload = new byte[random.nextInt(20)];
    random.nextBytes(payload);
    int[] opcodes = {TEXT, TEXT, RawSocket.BINARY, RawSocket.PING, RawSocket.PONG};
    byte[] text = random.nextBoolean() ? "{\"op\":\"ping\"}".getBytes(US_ASCII) : payload;
    byte[] frame =
        random.nextInt(8) == 0
            ? frame(RawSocket.PING | FIN, payload)
            : frame(FIN | opcodes[random.nextInt(opcodes.length)], text);
    if (random.nextInt(60) == 0) {
      frame[0] ^= (byte) (1 << random.nextInt(8));
    }
    return frame;
  }

  @Test
  void handshakesOfNoiseAreAnsweredOrClosed() throws IOException {
    int connections = Scale.of(150, 15_000);
    byte[] right = (RawSocket.handshake("/v1/stream") + "\r\n").getBytes(US_ASCII);
    for (int seed = 0; seed < connections; seed++) {
      Random random = new Random(seed);
      byte[] request = right.clone();
      for (int times = 1 + random.nextInt(5); times > 0; times--) {
        request[random.nextInt(request.length - 4)] = (byte) random.nextInt(256);
      }
      request =
          random.nextInt(4) == 0 ? Arrays.copyOf(request, random.nextInt(request.length)) : request;
      try (RawSocket socket = RawSocket.open()) {
        socket.send(request);
        socket.endOutput();
        socket.drain(); // whatever it says, it ends
      } catch (java.net.SocketTimeoutException e) {
        throw new AssertionError("seed " + seed + " hangs", e);
      } catch (SocketException e) {
        continue; // reset: it was closed with bytes unread
      }
    }
    assertWorks();
  }

  private static void assertWorks() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(FIN | TEXT, "{\"op\":\"ping\",\"id\":41}"));
      socket.readTextWith("pong");
    }
  }
}
