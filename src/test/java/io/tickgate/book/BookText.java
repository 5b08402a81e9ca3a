package io.tickgate.book;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Levels;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that can be read of books, as text, to be compared. */
public final class BookText {
  private BookText() {}

  /** Feeds and symbols; each symbol a line of its name and all that is known of it. */
  public static String of(Books books) {
    StringBuilder text = new StringBuilder();
    for (Feed feed : books.feeds()) {
      text.append(feed.id()).append(' ').append(feed.state()).append(' ').append(feed.reason());
      text.append('\n');
    }
    Map<String, SymbolBook> sorted = new TreeMap<>();
    books.symbols().forEach(book -> sorted.put(book.symbol().name(), book));
    sorted.values().forEach(book -> append(book, text));
    return text.toString();
  }

  /** One symbol. */
  static String of(@Nullable SymbolBook book) {
    StringBuilder text = new StringBuilder();
    if (book != null) {
      append(book, text);
    }
    return text.toString();
  }

  private static void append(SymbolBook book, StringBuilder text) {
    text.append(book.symbol()).append(" of ").append(book.feed()).append(' ');
    text.append(book.status()).append(' ').append(book.channels()).append(' ');
    text.append(book.priceScale()).append('/').append(book.sizeScale());
    newest(book, text);
    trades(book, text);
    bars(book, text);
    text.append("\n  ").append(book.orderBook().state()).append(" bids ");
    side(book.orderBook().bids(), text);
    text.append(" asks ");
    side(book.orderBook().asks(), text);
    text.append('\n');
  }

  private static void newest(SymbolBook book, StringBuilder text) {
    QuoteVersion quote = book.quote();
    if (quote != null) {
      version("quote", quote, text).append(quote.top());
    }
    TickerVersion ticker = book.ticker();
    if (ticker != null) {
      Day day = ticker.day();
      version("ticker", ticker, text).append(ticker.top()).append(' ').append(day.last());
      text.append(' ').append(day.lastSize()).append(' ').append(day.open()).append(' ');
      text.append(day.high()).append(' ').append(day.low()).append(' ').append(day.volume());
      text.append(' ').append(day.trades()).append(' ').append(day.vwap());
    }
    BookVersion levels = book.book();
    if (levels != null) {
      version("book", levels, text).append(levels.stale()).append(' ').append(levels.checksum());
      text.append(levels.bids(100).hashCode()).append(' ').append(levels.asks(100).hashCode());
    }
  }

  private static void trades(SymbolBook book, StringBuilder text) {
    int hash = 0;
    for (long i = book.trades().oldest(); i < book.trades().head(); i++) {
      TradeVersion trade = book.trades().get(i);
      hash = 31 * hash + (trade == null ? 0 : trade.trade().hashCode());
    }
    text.append("\n  trades ").append(book.trades().oldest()).append(' ');
    text.append(book.trades().head()).append(' ').append(hash);
  }

  private static void bars(SymbolBook book, StringBuilder text) {
    for (BarInterval interval : BarInterval.values()) {
      BarSeries series = book.bars(interval);
      BarVersion newest = series.newest();
      if (newest != null) {
        version("bar", newest, text).append(newest.bar());
      }
      int hash = 0;
      Log<Bar> history = series.history();
      for (long i = history.oldest(); i < history.head(); i++) {
        hash = 31 * hash + String.valueOf(history.get(i)).hashCode();
      }
      text.append(" closed ").append(history.head()).append(' ').append(hash);
    }
  }

  private static StringBuilder version(String name, @Nullable Version version, StringBuilder text) {
    text.append("\n  ").append(name);
    if (version != null) {
      text.append(" seq ").append(version.seq()).append(" at ").append(version.position());
      text.append(' ').append(version.ts()).append(' ').append(version.rx()).append(' ');
    }
    return text;
  }

  private static void side(Levels side, StringBuilder text) {
    int hash = 0;
    for (int i = 0; i < side.size(); i++) {
      hash = 31 * hash + side.level(i).hashCode();
    }
    text.append(side.size()).append(' ').append(hash);
  }
}
