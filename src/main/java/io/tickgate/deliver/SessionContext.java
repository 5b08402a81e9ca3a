package io.tickgate.deliver;

import io.tickgate.book.Books;
import io.tickgate.book.DelayedBooks;
import io.tickgate.book.Feed;
import io.tickgate.security.Identity;
import io.tickgate.wire.ServerMessages;
import io.tickgate.wire.ServerMessages.FeedAge;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * What all sessions of the node share.
 *
 * @param clock wall clock, for times that are told to clients
 * @param nanoTime a clock that doesn't jump, for everything that is waited for
 * @param life tells this life of the node from another
 * @param access who is let in, and to what
 */
record SessionContext(
    Books books,
    SessionLimits limits,
    CompressionSettings compression,
    SessionStats stats,
    InstantSource clock,
    LongSupplier nanoTime,
    NodeLife life,
    Access access) {

  /** What a node of its own has in common. */
  SessionContext(
      Books books,
      SessionLimits limits,
      CompressionSettings compression,
      SessionStats stats,
      InstantSource clock,
      LongSupplier nanoTime,
      String epoch,
      Access access) {
    this(
        books,
        limits,
        compression,
        stats,
        clock,
        nanoTime,
        new NodeLife(() -> epoch, false),
        access);
  }

  /**
   * What counts run within: the life of the node, and in it how often each feed restarted.
   *
   * @param restarts of a feed, as far as whoever is told has heard
   * @param who those who see nothing late aren't concerned when what is late starts over
   */
  String epoch(ToLongFunction<Feed> restarts, Identity who) {
    DelayedBooks delayed = access.market().delayed();
    StringBuilder text = new StringBuilder(life.id());
    append('.', books, restarts, text);
    if (delayed != null && who.seesSomeLate()) {
      append('~', delayed.books(), restarts, text);
    }
    return text.toString();
  }

  /** A count for each feed, without zeros at the end: feeds that come later change nothing. */
  private void append(char mark, Books books, ToLongFunction<Feed> restarts, StringBuilder text) {
    int end = text.length();
    char separator = mark;
    for (Feed feed : life.inOrder(books.feeds())) {
      long count = restarts.applyAsLong(feed);
      text.append(separator).append(Long.toString(count, 36));
      separator = '.';
      end = count > 0 ? text.length() : end;
    }
    text.setLength(end);
  }

  /** A heartbeat for those who aren't let in yet: nothing of the feeds. */
  byte[] bareHeartbeat(ServerMessages say) {
    return say.heartbeat(clock.millis() * 1_000, List.of());
  }

  /** A heartbeat of now. */
  byte[] heartbeat(ServerMessages say) {
    long nowMillis = clock.millis();
    List<FeedAge> ages = new ArrayList<>();
    for (Feed feed : books.feeds()) {
      long newest = feed.heardMillis();
      ages.add(
          new FeedAge(feed.id(), feed.state(), newest == 0 ? -1 : Math.max(0, nowMillis - newest)));
    }
    return say.heartbeat(nowMillis * 1_000, ages);
  }
}
