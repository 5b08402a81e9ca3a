package io.tickgate.deliver;

import static io.tickgate.deliver.RawSocket.FIN;
import static io.tickgate.deliver.RawSocket.TEXT;
import static io.tickgate.deliver.RawSocket.frame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Noise on real sockets, as frames and as handshakes: each ends rightly, and the next client works.
 */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class FrameFuzzTest {
  private static final int FRAMES = 100;

  /** What a client may be told that sent nonsense. */
  private static final Set<Integer> CODES = Set.of(1000, 1002, 1003, 1007, 1009, 4502, 4504);

  @Test
  void framesOfNoiseEndWithACodeAndNeverWithoutAWord() throws IOException {
    int connections = Scale.of(100, 10_000);
    Map<Integer, Integer> told = new TreeMap<>();
    for (int seed = 0; seed < connections; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream noise = new ByteArrayOutputStream();
      Set<Integer> codes = new HashSet<>(CODES);
      for (int i = 0; i < FRAMES; i++) {
        byte[] frame = noise(random, codes);
        noise.writeBytes(frame);
      }
      noise.writeBytes(frame(FIN | RawSocket.CLOSE, new byte[] {3, (byte) 0xe8}));
      try (RawSocket socket = RawSocket.connect()) {
        socket.send(noise.toByteArray());
        int code = socket.read(RawSocket.CLOSE).closeCode();
        assertTrue(codes.contains(code), "seed " + seed + ": " + code);
        told.merge(code, 1, Integer::sum);
      } catch (SocketException | EOFException e) {
        throw new AssertionError("seed " + seed + ": ended without a word", e);
      }
    }
    assertWorks();
    Scale.tell(connections * FRAMES + " frames, connections ended with " + told);
  }

  /**
   * Mostly right frames, of any opcode, sometimes in fragments, sometimes with a bit turned. That
   * may make a Close of it, and then its code comes back.
   */
  private static byte[] noise(Random random, Set<Integer> codes) {
    byte[] payload = new byte[random.nextInt(20)];
    random.nextBytes(payload);
    if (random.nextInt(100) != 0) { // else few frames would be looked at behind the first text
      for (int i = 0; i < payload.length; i++) {
        payload[i] &= 0x7f;
      }
    }
    int[] opcodes = {TEXT, TEXT, RawSocket.BINARY, RawSocket.PING, RawSocket.PONG};
    byte[] text = random.nextBoolean() ? "{\"op\":\"ping\"}".getBytes(US_ASCII) : payload;
    boolean ping = random.nextInt(8) == 0;
    byte[] content = ping ? payload : text;
    int opcode = ping ? RawSocket.PING : opcodes[random.nextInt(opcodes.length)];
    byte[] frame = frame(FIN | opcode, content);
    if (random.nextInt(60) == 0) {
      frame[0] ^= (byte) (1 << random.nextInt(8));
      if ((frame[0] & 0x0f) == RawSocket.CLOSE) {
        codes.add(new RawSocket.Frame(frame[0], content).closeCode());
      }
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
    Scale.tell(connections + " handshakes");
  }

  private static void assertWorks() throws IOException {
    try (RawSocket socket = RawSocket.connect()) {
      socket.send(frame(FIN | TEXT, "{\"op\":\"ping\",\"id\":41}"));
      socket.readTextWith("pong");
    }
  }
}
