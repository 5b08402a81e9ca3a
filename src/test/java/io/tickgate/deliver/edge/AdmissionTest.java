package io.tickgate.deliver.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.deliver.edge.Admission.Place;
import io.tickgate.deliver.edge.Admission.Refusal;
import io.tickgate.deliver.edge.EdgeStats.Limit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who gets a place, with a clock moved by hand. */
class AdmissionTest {
  private final AtomicLong millis = new AtomicLong(1_000_000);
  private final EdgeStats stats = new EdgeStats();

  /** Six in all, three an address, two a subject; eight a second an address, ten in all. */
  private final Admission admission = new Admission(6, new Limits(), stats, millis::get);

  private static final class Limits implements EdgeConfig {
    @Override
    public int maxConnectionsPerAddress() {
      return 3;
    }

    @Override
    public int maxConnectionsPerSubject() {
      return 2;
    }

    @Override
    public int connectsPerSecondPerAddress() {
      return 8;
    }

    @Override
    public int connectsPerSecond() {
      return 10;
    }

    @Override
    public Duration handshakeTimeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public int maxFragments() {
      return 1;
    }

    @Override
    public int maxPingsPerSecond() {
      return 1;
    }
  }

  @Test
  void addressHasItsPlacesAndGetsThemBack() {
    Place first = enter("10.0.0.1");
    enter("10.0.0.1");
    enter("10.0.0.1");
    assertEquals(new Refusal(429, 5), admission.enter("10.0.0.1"));
    enter("10.0.0.2");
    first.leave();
    first.leave(); // counts once
    enter("10.0.0.1");
    assertEquals(new Refusal(429, 5), admission.enter("10.0.0.1"));
    assertEquals(2, stats.refusals(Limit.ADDRESS).sum());
    assertEquals(4, stats.places.get());
  }

  @Test
  void fullNodeIsFullForAll() {
    for (int i = 0; i < 6; i++) {
      enter("10.0.0." + i);
    }
    assertEquals(new Refusal(503, 5), admission.enter("10.0.0.9"));
    assertEquals(1, stats.refusals(Limit.CONNECTIONS).sum());
  }

  @Test
  void addressThatComesTooOftenWaits() {
    for (int i = 0; i < 16; i++) {
      enter("10.0.0.1").leave();
    }
    assertEquals(new Refusal(429, 2), admission.enter("10.0.0.1"));
    enter("10.0.0.2").leave();
    millis.addAndGet(125);
    enter("10.0.0.1").leave();
    assertEquals(1, stats.refusals(Limit.ADDRESS_RATE).sum());
  }

  @Test
  void allTogetherMayComeTooOften() {
    for (int i = 0; i < 20; i++) {
      enter("10.0.1." + i).leave();
    }
    assertEquals(new Refusal(503, 2), admission.enter("10.0.2.1"));
    millis.addAndGet(100);
    enter("10.0.2.1").leave();
    assertEquals(1, stats.refusals(Limit.RATE).sum());
  }

  @Test
  void oneCustomersIpv6NetworkIsOneAddress() {
    enter("2001:db8:1:2::1");
    enter("2001:db8:1:2:ffff::2");
    enter("2001:db8:1:2:0:0:0:3");
    assertEquals(new Refusal(429, 5), admission.enter("2001:db8:1:2::4"));
    enter("2001:db8:1:3::1");
  }

  @Test
  void subjectHasItsPlaces() {
    Place first = enter("10.0.0.1");
    Place second = enter("10.0.0.2");
    Place third = enter("10.0.0.3");
    assertTrue(first.claim("ann"));
    assertTrue(first.claim("ann"), "again is nothing new");
    assertTrue(second.claim("ann"));
    assertFalse(third.claim("ann"));
    assertTrue(third.claim("bob"));
    assertTrue(second.claim("bob"), "a new token may be another's");
    assertTrue(enter("10.0.0.4").claim("ann"), "which made room");
    first.leave();
    assertTrue(enter("10.0.0.5").claim("ann"));
    assertEquals(1, stats.refusals(Limit.SUBJECT).sum());
  }

  @Test
  void addressesAreForgottenOnceTheirRateHasRecovered() {
    for (int i = 0; i < 200; i++) {
      enter("10.1." + i + ".1").leave();
      millis.addAndGet(100);
    }
    assertTrue(stats.addresses.get() < 30, stats.addresses + " addresses");
  }

  private Place enter(String address) {
    return assertInstanceOf(Place.class, admission.enter(address));
  }
}
