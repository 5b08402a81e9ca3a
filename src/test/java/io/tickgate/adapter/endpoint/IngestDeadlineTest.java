package io.tickgate.adapter.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.adapter.publish.PublishCounters;
import io.tickgate.deliver.ComposedProfile;
import io.tickgate.deliver.Scale;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that hold a publisher's place and bring nothing. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class IngestDeadlineTest {
  private static final long MILLI = 1_000_000;

  @Inject PublishCounters counters;

  @AfterEach
  void placesAreGivenBack() {
    Scale.await("nobody publishes", () -> counters.publishers.get() == 0);
  }

  private static String trade(int id) {
    return "{\"type\":\"trade\",\"symbol\":\"slow:X\",\"price\":\"1\",\"size\":\"2\",\"id\":\""
        + id
        + "\"}\n";
  }

  private void assertLate(long before, String answer, int accepted) {
    assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
    String body =
        "{\"accepted\":%d,\"rejected\":[{\"line\":%d,\"code\":\"bad_request\",\"message\":\"body: no line for 1 s\"}]}";
    assertTrue(answer.endsWith(body.formatted(accepted, accepted + 1)), answer);
    assertEquals(1, counters.late.sum() - before);
  }

  @Test
  void bodyThatDribblesInIsEndedHoweverRegularlyBytesCome() throws IOException {
    long before = counters.late.sum();
    try (RawPost post = new RawPost()) {
      post.chunk(trade(1) + trade(2));
      Scale.await(
          "ended",
          () -> {
            LockSupport.parkNanos(20 * MILLI);
            return counters.late.sum() > before || !dribbles(post);
          });
      assertLate(before, post.answer(), 2);
    }
  }

  private static boolean dribbles(RawPost post) {
    try {
      post.chunk(" ");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void bodyThatNeverComesIsEnded() throws IOException {
    long before = counters.late.sum();
    try (RawPost post = new RawPost()) {
      assertLate(before, post.answer(), 0);
    }
  }

  @Test
  void packedBodyThatBringsNoLineIsEnded() throws IOException {
    long before = counters.late.sum();
    try (RawPost post = new RawPost("Content-Encoding: gzip")) {
      assertLate(before, post.answer(), 0);
    }
  }

  @Test
  void emptyLinesKeepAQuietBodyOpen() throws IOException {
    try (RawPost post = new RawPost()) {
      for (int i = 0; i < 25; i++) {
        LockSupport.parkNanos(100 * MILLI); // longer than the deadline in all, of which none is met
        post.chunk("\n");
      }
      post.chunk(trade(3));
      String answer = post.end();
      assertTrue(answer.endsWith("{\"accepted\":1,\"rejected\":[]}"), answer);
    }
  }
}
