package io.tickgate.deliver;

import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.Feed;
import io.tickgate.market.Tick;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Delayed books that tests fill by hand, as if what they hold had happened long ago. */
@Alternative
@Singleton
public class DelayedMarket {
  static final Duration DELAY = Duration.ofMinutes(15);

  private final Books books;
  private final Feed feed;

  DelayedMarket(InstantSource clock) {
    books = new Books(BookLimits.defaults(), clock);
    feed = books.addFeed(TestMarket.FEED);
  }

  @Produces
  @Singleton
  DelayedBooks delayed() {
    return new DelayedBooks(books, DELAY, symbol -> !symbol.contains("UNLOGGED"));
  }

  /** Applies ticks; one test thread at a time. */
  synchronized void tick(Tick... ticks) {
    for (Tick tick : ticks) {
      feed.apply(tick);
    }
    feed.onTime(ticks[ticks.length - 1].ts());
  }
}
