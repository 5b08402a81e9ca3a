package io.tickgate.deliver;

import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.Channel;
import io.tickgate.security.Identity;
import io.tickgate.security.Revocations;
import io.tickgate.security.Timeliness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The books as somebody may see them: the one place that decides what of the market is read, for
 * WebSocket, SSE and REST alike. Any thread; asked when something is subscribed, never per tick.
 */
final class EntitledBooks {
  private final Books realtime;
  private final @Nullable DelayedBooks delayed;
  private final Revocations revocations;

  /**
   * A view of those books.
   *
   * @param delayed null where there is no delay log: then what may only be seen late isn't seen
   */
  EntitledBooks(Books realtime, @Nullable DelayedBooks delayed, Revocations revocations) {
    this.realtime = realtime;
    this.delayed = delayed;
    this.revocations = revocations;
  }

  @Nullable DelayedBooks delayed() {
    return delayed;
  }

  Revocations revocations() {
    return revocations;
  }

  /** How somebody sees a symbol in a channel, whether it is known or not. */
  Timeliness timeliness(Identity who, Channel channel, String symbol) {
    Timeliness granted = who.timeliness(channel, symbol);
    if (granted == Timeliness.FORBIDDEN || revocations.revoked(who, symbol)) {
      return Timeliness.FORBIDDEN;
    }
    boolean missing = delayed == null || !delayed.covers(symbol);
    return granted == Timeliness.DELAYED && missing ? Timeliness.FORBIDDEN : granted;
  }

  /** The book that somebody reads a symbol from; null when it may not, or there is none yet. */
  @Nullable SymbolBook find(Identity who, Channel channel, String symbol) {
    return switch (timeliness(who, channel, symbol)) {
      case REALTIME -> realtime.find(symbol);
      case DELAYED -> delayed == null ? null : delayed.books().find(symbol);
      case FORBIDDEN -> null;
    };
  }

  /** Whether that is the book from which somebody reads its symbol. */
  boolean sees(Identity who, Channel channel, SymbolBook book) {
    return find(who, channel, book.symbol().name()) == book;
  }

  /** Whether a feed has brought the symbol, even if it isn't in the delayed books yet. */
  boolean known(String symbol) {
    return realtime.find(symbol) != null;
  }

  /** Every book that somebody reads in a channel, of the symbols that are meant. */
  List<SymbolBook> covered(Identity who, Channel channel, Predicate<String> meant) {
    List<SymbolBook> covered = new ArrayList<>();
    for (SymbolBook book : books()) {
      if (meant.test(book.symbol().name()) && sees(who, channel, book)) {
        covered.add(book);
      }
    }
    return covered;
  }

  /** The channels in which somebody reads a book, as their bits. */
  int channels(Identity who, SymbolBook book) {
    int channels = 0;
    for (Channel channel : Channel.values()) {
      channels |= sees(who, channel, book) ? channel.bit() : 0;
    }
    return channels;
  }

  /** How many books there are, realtime and delayed ones. */
  int size() {
    return realtime.symbols().size() + (delayed == null ? 0 : delayed.books().symbols().size());
  }

  /** All books, realtime and delayed ones. */
  List<SymbolBook> books() {
    List<SymbolBook> books = new ArrayList<>(realtime.symbols());
    if (delayed != null) {
      books.addAll(delayed.books().symbols());
    }
    return books;
  }

  /**
   * How late what a subscription covers may be, in milliseconds; 0 when all of it is realtime. A
   * glob is as late as the latest it may come to cover: late is never told as fresh.
   */
  long delayMillis(Identity who, Channel channel, String symbolOrGlob) {
    if (delayed == null || !who.mayBeDelayed(symbolOrGlob)) {
      return 0;
    }
    return delayed.delay().toMillis();
  }
}
