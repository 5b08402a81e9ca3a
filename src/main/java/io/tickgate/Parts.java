package io.tickgate;

import io.tickgate.adapter.replay.Decks;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.delay.DelayLog;
import io.tickgate.record.Recordings;
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
  Books books(BookConfig config, InstantSource clock, DelayLog delay) {
    return new Books(config.limits(), clock, delay::tap);
  }

  @Produces
  @Singleton
  DelayLog delay(DelayedConfig config, BookConfig books, InstantSource clock) {
    return new DelayLog(config.settings(), books.limits(), clock, System::nanoTime);
  }

  @Produces
  @Singleton
  DelayedBooks delayedBooks(DelayLog delay) {
    return delay.books();
  }

  @Produces
  @Singleton
  Decks decks(Feeds feeds) {
    return feeds.decks();
  }

  @Produces
  @Singleton
  Recordings recordings(Feeds feeds) {
    return feeds.recordings();
  }
}
