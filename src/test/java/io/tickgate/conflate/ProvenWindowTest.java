package io.tickgate.conflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The window on a simulated link: bytes leave it at a rate, and receipts take their way. */
class ProvenWindowTest {
  private static final long MILLI = 1_000_000;
  private static final int TARGET = 100;
  private static final int ELEMENT = 150;
  private static final int PING = 6;

  /** A link with a queue in front of a client that reads at some rate. Time is in nanoseconds. */
  private static final class Link {
    private record Pong(int number, long at) {}

    final ProvenWindow window;
    final Deque<Pong> pongs = new ArrayDeque<>();
    final long[] ages = new long[4_000_000]; // of the bytes' arrivals, one a write
    long now;
    double bytesPerNano;
    long wayNanos; // there and back
    final boolean answers;
    long freeAt;
    long sent;
    long pings;
    int arrivals;

    Link(double bytesPerSecond, long wayMillis) {
      this(bytesPerSecond, wayMillis, true);
    }

    Link(double bytesPerSecond, long wayMillis, boolean answers) {
      this.answers = answers;
      window = new ProvenWindow(TARGET, 0);
      bytesPerNano = bytesPerSecond / 1e9;
      wayNanos = wayMillis * MILLI;
      send(60); // welcome
    }

    void send(long bytes) {
      window.onSent(bytes);
      sent += bytes;
      freeAt = Math.max(now, freeAt) + (long) (bytes / bytesPerNano);
      ages[arrivals++] = freeAt - now;
      ping();
    }

    void ping() {
      if (window.pingDue(now)) {
        int number = window.onPing(PING, now);
        pings++;
        freeAt = Math.max(now, freeAt) + (long) (PING / bytesPerNano);
        if (answers) {
          pongs.add(new Pong(number, freeAt + wayNanos));
        }
      }
    }

    /** Always has something newer to send. */
    void run(long millis) {
      for (long end = now + millis * MILLI; now < end; now += MILLI / 5) {
        while (!pongs.isEmpty() && pongs.peek().at <= now) {
          window.onPong(pongs.remove().number, now);
        }
        for (long room; (room = window.room(now)) > 0; ) {
          send(Math.max(ELEMENT, room / ELEMENT * ELEMENT));
        }
        ping();
      }
    }

    /** Sends elements at a rate that the link can take. */
    void run(long millis, double elementsPerSecond) {
      long every = (long) (1e9 / elementsPerSecond);
      long next = now;
      for (long end = now + millis * MILLI; now < end; now += MILLI / 5) {
        while (!pongs.isEmpty() && pongs.peek().at <= now) {
          window.onPong(pongs.remove().number, now);
        }
        if (now >= next) {
          assertTrue(window.room(now) >= ELEMENT, "a client that keeps up has to wait");
          send(ELEMENT);
          next += every;
        }
        ping();
      }
    }

    @Override
    public String toString() {
      return bytesPerNano * 1e6 + " kB/s, " + wayNanos / MILLI + " ms, window " + window.window();
    }

    void forget() {
      sent = 0;
      arrivals = 0;
      pings = 0;
    }

    /** Of the queue's age at the time of sending, in milliseconds. */
    long ageMillis(double quantile) {
      long[] sorted = Arrays.copyOf(ages, arrivals);
      Arrays.sort(sorted);
      return sorted[(int) (quantile * (arrivals - 1))] / MILLI;
    }
  }

  @Test
  void sendsLittleBeforeTheFirstReceipt() {
    Link link = new Link(2_000, 40);
    link.run(1_000);
    assertTrue(link.sent <= ProvenWindow.FIRST + 2 * ELEMENT, "sent " + link.sent);
  }

  @ParameterizedTest
  @CsvSource({
    "300000, 5", "300000, 50", "300000, 150", "300000, 300",
    "20000, 5", "20000, 50", "20000, 150", "20000, 300",
    "2000000, 150", "5000, 50"
  })
  void clientGetsItsFullRateAndNothingOld(int rate, int way) {
    Link link = new Link(rate, way);
    link.run(10_000);
    link.forget();
    link.run(30_000);
    double share = link.sent / (rate * 30.0);
    // 2 MB/s over 150 ms would need more than the largest window
    double least = (double) rate * (way + TARGET) / 1_000 > ProvenWindow.MOST ? 0.7 : 0.9;
    assertTrue(share >= least, link + " share of the rate " + share);
    assertTrue(link.ageMillis(0.5) <= 1.2 * TARGET, link + " age p50 " + link.ageMillis(0.5));
    assertTrue(link.ageMillis(0.99) <= 2.5 * TARGET, link + " age p99 " + link.ageMillis(0.99));
  }

  @Test
  void verySlowClientSettlesNearTheTarget() {
    Link link = new Link(2_000, 40);
    link.run(20_000);
    link.forget();
    link.run(60_000);
    // the least window of 512 bytes takes 256 ms at that rate
    assertTrue(link.ageMillis(0.99) <= 400, "age p99 " + link.ageMillis(0.99));
    assertTrue(link.sent >= 0.6 * 2_000 * 60, "sent " + link.sent);
  }

  @Test
  void clientThatTurnsSlowIsNotFlooded() {
    Link link = new Link(1_000_000, 20);
    link.run(10_000);
    link.bytesPerNano = 20_000 / 1e9;
    link.run(10_000); // what was on the way is read, and the window found
    link.forget();
    link.run(20_000);
    assertTrue(link.ageMillis(0.99) <= 2.5 * TARGET, "age p99 " + link.ageMillis(0.99));
    assertTrue(link.sent >= 0.85 * 20_000 * 20, "sent " + link.sent);
  }

  @Test
  void clientThatTurnsFastGetsMore() {
    Link link = new Link(20_000, 20);
    link.run(10_000);
    link.bytesPerNano = 500_000 / 1e9;
    link.run(5_000);
    link.forget();
    link.run(10_000);
    assertTrue(link.sent >= 0.9 * 500_000 * 10, "sent " + link.sent);
  }

  @Test
  void longerRouteIsNotTakenForAQueue() {
    Link link = new Link(200_000, 20);
    link.run(10_000);
    link.wayNanos = 250 * MILLI;
    link.run(30_000); // the base is looked for within thirty seconds
    link.forget();
    link.run(20_000);
    assertTrue(link.sent >= 0.85 * 200_000 * 20, "sent " + link.sent);
  }

  @Test
  void healthyClientNeitherWaitsNorPays() {
    Link link = new Link(2_000_000, 20);
    link.run(3_000, 500);
    link.forget();
    link.run(20_000, 500);
    double extra = (double) link.pings * PING / link.sent;
    assertTrue(extra < 0.003, "pings are " + extra + " of the bytes");
  }

  @Test
  void clientThatNeverAnswersIsLeftToItsKernel() {
    Link link = new Link(1_000_000, 20, false);
    link.run(4_000);
    assertEquals(0, link.window.room(link.now));
    assertFalse(link.window.answers());
    link.now += 2_000 * MILLI;
    assertTrue(link.window.room(link.now) > 64_000);
  }

  @Test
  void pongThatNobodyAskedForProvesNothing() {
    ProvenWindow window = new ProvenWindow(TARGET, 0);
    window.onSent(5_000);
    assertTrue(window.pingDue(0));
    int number = window.onPing(PING, 0);
    window.onPong(-1, MILLI);
    window.onPong(number + 1, MILLI);
    window.onPong(Integer.MAX_VALUE, MILLI);
    assertEquals(5_006, window.unproven());
    assertFalse(window.answers());
    window.onPong(number, 2 * MILLI);
    assertEquals(0, window.unproven());
    window.onPong(number, 3 * MILLI);
    assertEquals(0, window.unproven());
  }

  /** Its answers keep the link from ever being empty, which the search for a base waits for. */
  @Test
  void aClientThatNeverStopsTalkingGetsItsDataAllTheSame() {
    Link link = new Link(1_000_000, 20);
    link.run(1_000);
    link.wayNanos = 300 * MILLI; // from now on every pong is late
    long longest = 0;
    long dataAt = link.now;
    for (int millis = 0; millis < 120_000; millis++, link.now += MILLI) {
      while (!link.pongs.isEmpty() && link.pongs.peek().at <= link.now) {
        link.window.onPong(link.pongs.remove().number, link.now);
      }
      if (millis % 200 == 0) {
        link.send(70); // an answer
      }
      if (millis % 10 == 0 && link.window.room(link.now) > 0) {
        link.send(ELEMENT);
        longest = Math.max(longest, link.now - dataAt);
        dataAt = link.now;
      }
      link.ping();
    }
    longest = Math.max(longest, link.now - dataAt) / MILLI;
    assertTrue(longest < 6_000, "no data for " + longest + " ms");
  }

  /** Its own queue must not pass for the way. */
  @Test
  void aLinkThatBecomesVerySlowWhileABaseIsLookedForIsNotFilled() {
    for (int offset = 0; offset < 40; offset++) {
      Link link = new Link(100_000, 40);
      link.run(29_000 + offset * 50);
      link.bytesPerNano = 1_000 / 1e9;
      link.run(120_000);
      link.forget();
      link.run(30_000);
      assertTrue(link.ageMillis(0.99) < 2_000, offset + ": " + link.ageMillis(0.99) + " ms");
    }
  }
}
