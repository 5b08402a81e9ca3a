package io.tickgate.deliver;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The wall clock of the gateway, moved ahead by hand. */
@Alternative
@Singleton
public class MovedClock implements InstantSource {
  private volatile Duration ahead = Duration.ZERO;

  /** From now on it is that much ahead of the real time. */
  void set(Duration by) {
    ahead = by;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
