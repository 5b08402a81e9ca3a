package io.tickgate;

import io.tickgate.book.Books;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The plain objects that the gateway is put together from. */
@Singleton
final class Parts {
  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Books books(BookConfig config, InstantSource clock) {
    return new Books(config.limits(), clock);
  }
}
