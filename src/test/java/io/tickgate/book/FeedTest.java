package io.tickgate.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Two feeds that bring the same symbol. */
class FeedTest {
  private final Books books = new Books(Ticks.LIMITS, InstantSource.system());
  private final Feed one = books.addFeed("one");
  private final Feed two = books.addFeed("two");

  private SymbolBook book() {
    SymbolBook book = books.find(Ticks.SYMBOL.name());
    assertNotNull(book);
    return book;
  }

  private static String text(Version version, boolean stale) {
    return version.seq() + " " + version.ts() + " " + version.rx() + (stale ? " stale" : "");
  }

  /** What was true stays what was true, at the time at which it was. */
  @Test
  void aRestartOfTheOtherMarksTheLastBookWithItsTimes() {
    one.apply(Ticks.snapshot(50, "10x1", "11x1"));
    two.apply(Ticks.change(60, "9x1", ""));
    two.onRestart();
    BookVersion book = book().book();
    QuoteVersion quote = book().quote();
    TickerVersion ticker = book().ticker();
    assertEquals("3 60 67 stale", text(book, book.stale()));
    assertEquals("2 50 57 stale", text(quote, quote.stale()));
    assertEquals("2 50 57 stale", text(ticker, ticker.stale()));
    two.onRestart();
    assertEquals(3, book().book().seq());
    one.apply(Ticks.snapshot(70, "10x1", "11x1"));
    assertEquals("4 70 77", text(book().book(), book().book().stale()));
  }

  @Test
  void aRestartOfTheOtherChangesNothingWhereThereIsNoBook() {
    one.apply(Ticks.quote(50, "10", "11"));
    two.apply(Ticks.quote(60, "10", "11"));
    two.onRestart();
    assertNull(book().book());
    assertEquals("2 60 67", text(book().quote(), book().quote().stale()));
  }
}
