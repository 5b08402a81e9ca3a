package io.tickgate.book;

import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.FeedState;
import io.tickgate.market.Levels;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A recording played through the real stages into books, on a clock that doesn't wait. */
public final class PlayedBooks extends CheckedFeed {
  private final CountDownLatch ended = new CountDownLatch(1);

  /** All of it. */
  public static PlayedBooks play(String path, String venue, String speed) {
    return play(new ReplaySettings("test", path, venue, speed, false));
  }

  /** As the settings say; returns at its end. */
  public static PlayedBooks play(ReplaySettings settings) {
    PlayedBooks played = new PlayedBooks();
    ReplayAdapter adapter =
        new ReplayAdapter(
            settings,
            name -> Decoders.create(name, played, played.counters(), (symbol, reason) -> {}),
            played,
            played,
            new VirtualClock());
    adapter.start();
    try {
      if (!played.ended.await(2, TimeUnit.MINUTES)) {
        throw new AssertionError("the replay of " + settings.path() + " didn't end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      adapter.stop();
    }
    return played;
  }

  /** Time passes only when someone waits for it. */
  private static final class VirtualClock implements ReplayClock {
    private long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public long micros() {
      return 1_900_000_000_000_000L + nanos / 1_000; // after every recording
    }

    @Override
    public void park(long wait) {
      nanos += wait;
    }
  }

  @Override
  public void onState(FeedState state, String reason) {
    super.onState(state, reason);
    if (state == FeedState.ENDED || state == FeedState.DOWN) {
      ended.countDown();
    }
  }

  /** Everything that can be read, as text. */
  String state() {
    StringBuilder text = new StringBuilder();
    Map<String, SymbolBook> sorted = new TreeMap<>();
    books().symbols().forEach(book -> sorted.put(book.symbol().name(), book));
    sorted.forEach((name, book) -> append(name, book, text));
    return text.toString();
  }

  private static void append(String name, SymbolBook book, StringBuilder text) {
    text.append('\n')
        .append(name)
        .append(" updated ")
        .append(book.newest() == null ? 0 : book.newest().rx());
    TickerVersion ticker = book.ticker();
    if (ticker != null) {
      Day day = ticker.day();
      text.append("\nticker ").append(ticker.seq()).append(' ').append(ticker.top());
      text.append(' ').append(day.last()).append(' ').append(day.open()).append(' ');
      text.append(day.high()).append(' ').append(day.low()).append(' ').append(day.volume());
      text.append(' ').append(day.trades()).append(' ').append(day.vwap());
    }
    if (book.quote() != null) {
      text.append("\nquote ").append(book.quote().seq()).append(' ').append(book.quote().top());
    }
    for (long i = book.trades().oldest(); i < book.trades().head(); i++) {
      text.append("\ntrade ").append(i).append(' ').append(book.trades().get(i).trade());
    }
    for (BarInterval interval : BarInterval.values()) {
      Log<Bar> history = book.bars(interval).history();
      for (long i = history.oldest(); i < history.head(); i++) {
        text.append("\nbar ").append(history.get(i));
      }
    }
    append("bids", book.orderBook().bids(), text);
    append("asks", book.orderBook().asks(), text);
  }

  private static void append(String name, Levels side, StringBuilder text) {
    text.append('\n').append(name);
    for (int i = 0; i < side.size(); i++) {
      text.append(' ').append(side.level(i));
    }
  }
}
