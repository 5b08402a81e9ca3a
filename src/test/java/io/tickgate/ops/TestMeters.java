package io.tickgate.ops;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickgate.book.Books;
import java.time.InstantSource;

/** Meters of feeds that nobody reads. */
public final class TestMeters {
  private TestMeters() {}

  public static FeedMeters of(Books books) {
    return new FeedMeters(new SimpleMeterRegistry(), books, InstantSource.system());
  }
}
