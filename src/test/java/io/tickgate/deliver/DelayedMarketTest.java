package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The delay log as the configuration names it, in a running gateway. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class DelayedMarketTest {
  private static final Duration DELAY = Duration.ofMillis(300);

  @Inject TestMarket market;
  @Inject Books books;
  @Inject DelayedBooks delayed;

  @Test
  void whatEntersTheBooksEntersTheDelayedOnesLater() {
    Symbol late = Ticks.fresh("LATE");
    Symbol never = Ticks.fresh("NOW");
    long before = System.nanoTime();
    market.tick(Ticks.quote(late, 1), Ticks.quote(never, 1), Ticks.quote(late, 2));
    SymbolBook book = awaitBook(late);
    assertTrue(System.nanoTime() - before >= DELAY.toNanos());
    awaitQuote(book, 2);
    assertEquals(books.find(late.name()).quote().top(), book.quote().top());
    assertEquals(DELAY, delayed.delay());
    assertTrue(delayed.covers(late.name()));
    assertFalse(delayed.covers(never.name()));
    assertEquals(null, delayed.books().find(never.name()));
  }

  @Test
  void metersAreThere() {
    String metrics = given().get("/q/metrics").asString();
    assertTrue(metrics.contains("\ntickgate_delayed_entries "), metrics);
    assertTrue(metrics.contains("\ntickgate_delayed_bytes "), metrics);
    assertTrue(metrics.contains("\ntickgate_delayed_age_seconds "), metrics);
    assertTrue(metrics.contains("\ntickgate_delayed_dropped_total 0.0"), metrics);
    assertTrue(metrics.contains("\ntickgate_delayed_failed_total 0.0"), metrics);
  }

  private SymbolBook awaitBook(Symbol symbol) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < end) {
      SymbolBook book = delayed.books().find(symbol.name());
      if (book != null && book.quote() != null) {
        return book;
      }
      LockSupport.parkNanos(100_000);
    }
    throw new AssertionError(symbol + " didn't come");
  }

  private static void awaitQuote(SymbolBook book, long seq) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (book.quote().seq() < seq && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000);
    }
    assertEquals(seq, book.quote().seq());
  }
}
