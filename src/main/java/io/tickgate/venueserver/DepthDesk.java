package io.tickgate.venueserver;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for books by REST. Before the source came to the first snapshot of a symbol its
 * questions wait, and get that very snapshot; afterwards they get the book as it stands. Owned by
 * the loop.
 */
final class DepthDesk {
  /** Waiting at once, of all clients: each asks for a few symbols at its start. */
  private static final int MOST_WAITING = 1_024;

  /** Clients give up sooner or later; most have 10 s. */
  private static final long WAIT_SECONDS = 9;

  private static final HttpAnswer UNKNOWN = HttpAnswer.error(400, -1121, "Invalid symbol.");
  private static final HttpAnswer FAILED =
      HttpAnswer.error(
          503, -1001, "Internal error; unable to process your request. Please try again.");

  private record Question(DepthQuery query, Consumer<HttpAnswer> asker) {}

  private final Dialect dialect;
  private final ServedBooks books;
  private final Catalogue catalogue;
  private final EventExecutor loop;
  private final List<Question> waiting = new ArrayList<>();
  private final Set<String> asked = new HashSet<>(); // of the catalogue's symbols

  DepthDesk(Dialect dialect, ServedBooks books, Catalogue catalogue, EventExecutor loop) {
    this.dialect = dialect;
    this.books = books;
    this.catalogue = catalogue;
    this.loop = loop;
  }

  /** Answers now or later. */
  void ask(DepthQuery query, Consumer<HttpAnswer> asker) {
    ServedBook book = books.live(query.symbol());
    if (query.fault() != null) {
      asker.accept(query.fault());
    } else if (!catalogue.holds(query.symbol())) {
      asker.accept(UNKNOWN);
    } else if (book != null) {
      asker.accept(new HttpAnswer(200, dialect.depth(book, query.limit())));
    } else if (waiting.size() >= MOST_WAITING) {
      asker.accept(FAILED);
    } else {
      await(new Question(query, asker));
    }
    if (catalogue.holds(query.symbol())) {
      asked.add(query.symbol());
    }
  }

  /** Whether somebody asked for that book, or for any when it is null. */
  boolean wasAsked(@Nullable String symbol) {
    return symbol == null ? !asked.isEmpty() : asked.contains(symbol);
  }

  /**
   * The source holds a snapshot here.
   *
   * @param recorded its text
   * @param limit levels a side that it was asked for, 0 when that isn't known
   */
  void onSnapshot(String symbol, byte[] recorded, int limit) {
    ServedBook book = books.book(symbol);
    for (Iterator<Question> each = waiting.iterator(); each.hasNext(); ) {
      Question question = each.next();
      if (question.query.symbol().equals(symbol)) {
        each.remove();
        int levels = question.query.limit();
        byte[] body = limit == 0 || levels >= limit ? recorded : dialect.depth(book, levels);
        question.asker.accept(new HttpAnswer(200, body));
      }
    }
  }

  /** The source starts over: nobody has asked yet. */
  void restart() {
    asked.clear();
  }

  private void await(Question question) {
    waiting.add(question);
    Future<?> unused =
        loop.schedule(
            () -> {
              if (waiting.remove(question)) {
                question.asker.accept(FAILED);
              }
            },
            WAIT_SECONDS,
            TimeUnit.SECONDS);
  }
}
