package io.tickgate.book;

import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Candle;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.Lost;
import io.tickgate.market.Missed;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Status;
import io.tickgate.market.Summary;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one symbol.
 *
 * <p>Writing: one thread at a time, see {@link #apply}. Reading: any thread, any time, through the
 * immutable versions.
 */
public final class SymbolBook {
  private static final Watcher[] NOBODY = {};

  /**
   * How many trades keep the quote and ticker before them: more than come in one turn of a loop
   * that is busy elsewhere. Some 300 bytes each.
   */
  private static final int TRADES_WITH_QUOTE = 1_024;

  /** The same of books, which are larger: a book version holds up to 200 levels. */
  private static final int TRADES_WITH_BOOK = 64;

  private final Symbol symbol;
  private final String feed;
  private final @Nullable Feed origin;
  private final BookLimits limits;
  private final LogBudget budget;
  private final AtomicBoolean writing = new AtomicBoolean();

  private final OrderBook orderBook;
  private final Log<QuoteVersion> quotes;
  private final Log<TickerVersion> tickers;
  private final Log<BookVersion> books;
  private final Log<TradeVersion> trades;
  private volatile BarSeries[] bars;
  private volatile @Nullable TickerVersion ticker;
  private volatile @Nullable QuoteVersion quote;
  private volatile @Nullable BookVersion book;
  private volatile Status.@Nullable State status;
  private volatile Watcher[] watchers = NOBODY;
  private @Nullable DemandListener demand; // under the lock of watch
  private volatile int channels; // bits of the channels that have a value
  private volatile int scales; // price decimals << 16 | size decimals, the most seen

  private volatile boolean retired;
  private volatile @Nullable Stamp stamp;
  private long position;
  private boolean frozen; // what it misses comes later: no bar closes until then
  private final BestPrices best = new BestPrices();
  private boolean staleTop; // nothing keeps the best prices up to date
  private Day day = Day.NONE;
  private int changed; // channel bits of the tick under way
  private long missed; // trades that happened since the newest and never came

  SymbolBook(Symbol symbol, Feed origin, BookLimits limits, LogBudget budget) {
    this(symbol, origin.id(), origin, limits, budget);
  }

  SymbolBook(Symbol symbol, String feed, BookLimits limits, LogBudget budget) {
    this(symbol, feed, null, limits, budget);
  }

  private SymbolBook(
      Symbol symbol, String feed, @Nullable Feed origin, BookLimits limits, LogBudget budget) {
    this.symbol = symbol;
    this.feed = feed;
    this.origin = origin;
    this.limits = limits;
    this.budget = budget;
    this.orderBook = new OrderBook(limits.levels());
    this.quotes = new Log<>(4, budget);
    this.tickers = new Log<>(4, budget);
    this.books = new Log<>(4, budget);
    this.trades = new Log<>(limits.tradeLog(), budget);
    this.bars = newBars();
  }

  private BarSeries[] newBars() {
    BarInterval[] intervals = BarInterval.values();
    BarSeries[] series = new BarSeries[intervals.length];
    for (int i = 0; i < series.length; i++) {
      series[i] = new BarSeries(intervals[i], limits, budget);
    }
    return series;
  }

  // ---- reading, any thread

  public Symbol symbol() {
    return symbol;
  }

  /** Id of the feed that brought the symbol first. */
  public String feed() {
    return feed;
  }

  /** The feed that brought the symbol first; null of a book that stands alone. */
  public @Nullable Feed origin() {
    return origin;
  }

  public @Nullable TickerVersion ticker() {
    return ticker;
  }

  public @Nullable QuoteVersion quote() {
    return quote;
  }

  public @Nullable BookVersion book() {
    return book;
  }

  /** Entry {@code i} is the trade of seq {@code i + 1}. */
  public Log<TradeVersion> trades() {
    return trades;
  }

  /** Bars of one interval. */
  public BarSeries bars(BarInterval interval) {
    return bars[interval.ordinal()];
  }

  /** Whether trading is open, or null when the venue never told. */
  public Status.@Nullable State status() {
    return status;
  }

  /** The version that the newest event of any channel but bars made; null before the first. */
  public @Nullable Version newest() {
    Version newest = null;
    for (Version each : new @Nullable Version[] {ticker, quote, book, trades.newest()}) {
      if (each != null && (newest == null || each.position() > newest.position())) {
        newest = each;
      }
    }
    return newest;
  }

  /** Of the newest tick that carried one; null before the first. */
  public @Nullable Stamp stamp() {
    return stamp;
  }

  /** Whether the newest book or the newest prices are old news. */
  public boolean stale() {
    BookVersion levels = book;
    TickerVersion prices = ticker;
    return (levels != null && levels.stale()) || (prices != null && prices.stale());
  }

  /** {@link Channel#bit}s of the channels that have a value. */
  public int channels() {
    return channels;
  }

  /** Most decimals seen in a price. */
  public int priceScale() {
    return scales >>> 16;
  }

  /** Most decimals seen in a size. */
  public int sizeScale() {
    return scales & 0xffff;
  }

  /** Newest version of a channel that isn't {@code bar}; null before the first. */
  public @Nullable Version newest(Channel channel) {
    return switch (channel) {
      case TICKER -> ticker;
      case QUOTE -> quote;
      case BOOK -> book;
      case TRADE -> trades.newest();
      case BAR -> throw new IllegalArgumentException("bars have an interval");
    };
  }

  /**
   * The log of a channel that isn't {@code bar}: entry {@code i} has seq {@code i + 1}. Logs other
   * than that of trades hold few entries while nobody {@linkplain #walk walks} them.
   */
  public Log<? extends Version> log(Channel channel) {
    return switch (channel) {
      case TICKER -> tickers;
      case QUOTE -> quotes;
      case BOOK -> books;
      case TRADE -> trades;
      case BAR -> throw new IllegalArgumentException("bars have an interval");
    };
  }

  /** Someone reads this channel in mode {@code all}, until {@link #leave}. Any thread. */
  public void walk(Channel channel) {
    log(channel).walk(limits.eventLog());
  }

  /** One less does. Any thread. */
  public void leave(Channel channel) {
    log(channel).leave();
  }

  /** From now on the listener hears whether anyone watches; at once when someone does. */
  synchronized void tellDemand(DemandListener listener) {
    demand = listener;
    if (watchers.length > 0) {
      listener.onDemand(symbol, true);
    }
  }

  /** From now on the watcher hears of new versions. Any thread. */
  public synchronized void watch(Watcher watcher) {
    Watcher[] more = Arrays.copyOf(watchers, watchers.length + 1);
    more[watchers.length] = watcher;
    watchers = more;
    if (more.length == 1 && demand != null) {
      demand.onDemand(symbol, true);
    }
  }

  /** The watcher hears no more. Any thread. */
  public synchronized void unwatch(Watcher watcher) {
    boolean before = watchers.length > 0;
    watchers = Arrays.stream(watchers).filter(each -> each != watcher).toArray(Watcher[]::new);
    if (before && watchers.length == 0 && demand != null) {
      demand.onDemand(symbol, false);
    }
  }

  // ---- writing

  /**
   * Applies a tick and tells the watchers.
   *
   * <p>A symbol usually has one feed and so one writer. Should two feeds bring the same symbol,
   * they take turns here tick by tick: that costs an uncontended compare-and-set, and nobody ever
   * waits for longer than one tick takes.
   *
   * @return false when the venue's checksum contradicts the book, which is suspect now
   */
  boolean apply(Tick tick) {
    return apply(tick, 0);
  }

  /** The same, and stamped with a time of {@link System#nanoTime} that isn't 0. */
  boolean apply(Tick tick, long nanos) {
    enter();
    try {
      position++;
      changed = 0;
      if (nanos != 0) {
        stamp = new Stamp(position, nanos); // before anybody can see what it is about
      }
      boolean good = dispatch(tick);
      publish();
      return good;
    } finally {
      writing.setRelease(false);
    }
  }

  private void enter() {
    while (!writing.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
  }

  private void publish() {
    if (changed != 0) {
      if ((channels | changed) != channels) {
        channels |= changed;
      }
      Watcher[] all = watchers;
      if (all.length > 0) {
        // what was published is seen by whoever sees a watcher's flag: see Signal.raise
        VarHandle.fullFence();
        for (Watcher watcher : all) {
          watcher.ring(changed);
        }
      }
    }
  }

  private boolean dispatch(Tick tick) {
    if (tick instanceof Quote quoted) {
      onQuote(quoted);
    } else if (tick instanceof Trade trade) {
      onTrade(trade);
    } else if (tick instanceof BookChange change) {
      return onBook(change);
    } else if (tick instanceof Summary summary) {
      onSummary(summary);
    } else if (tick instanceof Candle candle) {
      onCandle(candle);
    } else if (tick instanceof BookReset) {
      if (orderBook.suspect()) {
        publishBook(tick, true);
        if (best.ofBook()) { // a wrong book has a wrong top
          markStale();
        }
      }
    } else if (tick instanceof Lost lost) {
      onLost(lost);
    } else if (tick instanceof Missed unseen) {
      missed += unseen.trades();
    } else if (tick instanceof Status told) {
      status = told.state();
    } else if (tick instanceof Listed) {
      return true; // known by now, that is all
    }
    return true;
  }

  /** The last values stay, marked, with the times at which they were true. */
  private void onLost(Lost tick) {
    BookVersion last = book;
    orderBook.suspect();
    if (last != null && !last.stale()) {
      publishBook(new BookReset(tick.symbol(), last.ts(), last.rx(), tick.reason()), true);
    }
    markStale();
  }

  private void markStale() {
    QuoteVersion lastQuote = quote;
    TickerVersion lastTicker = ticker;
    staleTop = true;
    if (lastQuote != null && !lastQuote.stale()) {
      publishQuote(lastQuote.ts(), lastQuote.rx());
    }
    if (lastTicker != null && !lastTicker.stale()) {
      publishTicker(lastTicker.ts(), lastTicker.rx());
    }
  }

  private void onQuote(Quote tick) {
    scale(tick.bid(), tick.bidSize());
    scale(tick.ask(), tick.askSize());
    best.on(tick);
    staleTop = false;
    publishQuote(tick.ts(), tick.rx());
    publishTicker(tick.ts(), tick.rx());
  }

  private void onSummary(Summary tick) {
    boolean news = best.on(tick);
    if (news) {
      staleTop = false;
      scale(tick.bid(), tick.bidSize());
      scale(tick.ask(), tick.askSize());
      publishQuote(tick.ts(), tick.rx());
    }
    Decimal last = tick.last();
    if (last != null && trades.head() == 0) {
      scale(last, tick.lastSize());
      day = day.withLast(last, tick.lastSize());
      news = true;
    }
    if (news) {
      publishTicker(tick.ts(), tick.rx());
    }
  }

  private void onTrade(Trade tick) {
    long before = trades.head();
    long seq = before + missed + 1;
    scale(tick.price(), tick.size());
    trades.appendAfter(missed, new TradeVersion(seq, position, tick, quote, ticker, book));
    missed = 0;
    forgetBefore(before, seq);
    changed |= Channel.TRADE.bit();
    boolean plausible = tick.ts() - tick.rx() < Day.MICROS;
    day = plausible ? day.with(tick) : day.withLast(tick.price(), tick.size());
    staleTop &= best.known(); // where trades are all there is, one is fresh news
    publishTicker(tick.ts(), tick.rx());
    if (plausible) { // one trade stamped years ahead would close bars and days until then
      changed |= Channel.BAR.bit();
      for (BarSeries series : bars) {
        series.apply(tick, position);
      }
    }
  }

  /** Trades win over what the venue makes of them, from the first on. */
  private void onCandle(Candle tick) {
    if (trades.head() > 0) {
      return;
    }
    scale(tick.bar().close(), tick.bar().volume());
    day = day.withLast(tick.bar().close(), null);
    staleTop &= best.known();
    publishTicker(tick.ts(), tick.rx());
    for (BarSeries series : bars) {
      if (series.apply(tick, position)) {
        changed |= Channel.BAR.bit();
      }
    }
  }

  /** The newest trade was {@code before} and is {@code seq}; of those between there are none. */
  private void forgetBefore(long before, long seq) {
    long last = Math.min(seq, before + TRADES_WITH_QUOTE);
    for (long each = before + 1; each <= last; each++) {
      forgetBefore(each);
    }
  }

  private void forgetBefore(long seq) {
    TradeVersion withBook = trades.get(seq - 1 - TRADES_WITH_BOOK);
    if (withBook != null) {
      withBook.forgetBook();
    }
    TradeVersion withQuote = trades.get(seq - 1 - TRADES_WITH_QUOTE);
    if (withQuote != null) {
      withQuote.forgetRest();
    }
  }

  private boolean onBook(BookChange tick) {
    OrderBook.Outcome outcome = orderBook.apply(tick);
    if (outcome == OrderBook.Outcome.IGNORED) {
      return true;
    }
    boolean good = outcome == OrderBook.Outcome.APPLIED;
    publishBook(tick, !good);
    if (good) {
      // the same top as before the book was lost is news too
      boolean renewed = best.on(orderBook.bids(), orderBook.asks()) || (staleTop && best.ofBook());
      if (renewed) {
        staleTop = false;
        publishQuote(tick.ts(), tick.rx());
        publishTicker(tick.ts(), tick.rx());
      }
    } else if (best.ofBook()) {
      markStale();
    }
    return good;
  }

  private void publishQuote(long ts, long rx) {
    QuoteVersion next = new QuoteVersion(quotes.head() + 1, position, ts, rx, best.top(), staleTop);
    quotes.append(next);
    quote = next;
    changed |= Channel.QUOTE.bit();
  }

  private void publishTicker(long ts, long rx) {
    TickerVersion next =
        new TickerVersion(tickers.head() + 1, position, ts, rx, best.top(), day, staleTop);
    tickers.append(next);
    ticker = next;
    changed |= Channel.TICKER.bit();
  }

  /** A book that contradicts its venue isn't shown: the last good one is, marked as stale. */
  private void publishBook(Tick tick, boolean stale) {
    BookVersion last = book;
    if (stale && last == null) {
      return;
    }
    PriceLevel[] bids = stale && last != null ? last.bidArray() : orderBook.bids().top();
    PriceLevel[] asks = stale && last != null ? last.askArray() : orderBook.asks().top();
    if (bids.length > 0) {
      scale(bids[0].price(), bids[0].size());
    }
    if (asks.length > 0) {
      scale(asks[0].price(), asks[0].size());
    }
    BookVersion next =
        new BookVersion(books.head() + 1, position, tick.ts(), tick.rx(), bids, asks, stale);
    books.append(next);
    book = next;
    changed |= Channel.BOOK.bit();
  }

  private void scale(@Nullable Decimal price, @Nullable Decimal size) {
    int known = scales;
    int priceScale = Math.max(known >>> 16, price == null ? 0 : price.scale());
    int sizeScale = Math.max(known & 0xffff, size == null ? 0 : size.scale());
    int wider = priceScale << 16 | sizeScale;
    if (wider != known) {
      scales = wider;
    }
  }

  /** The feed's clock moved on: closes the bars that ended. */
  void onTime(long now) {
    if (frozen) {
      return;
    }
    boolean due = false;
    for (BarSeries series : bars) {
      due |= now - BarSeries.GRACE_MICROS >= series.openUntil();
    }
    if (due) {
      closeBars(now);
    }
  }

  /** No more trades will come: all bars are closed. */
  void onEnd() {
    if (!frozen) {
      closeBars(Long.MAX_VALUE);
    }
  }

  private void closeBars(long now) {
    enter();
    try {
      position++;
      changed = 0;
      for (BarSeries series : bars) {
        if (series.closeBefore(now, position)) {
          changed |= Channel.BAR.bit();
        }
      }
      publish();
    } finally {
      writing.setRelease(false);
    }
  }

  /**
   * Of a book that nobody reads yet: a trade of before the mark that it will {@link #adopt}. Those
   * that were told so are kept for who resumes, as far as none is missing.
   */
  void recall(long seq, long place, Trade trade) {
    if (seq <= trades.head()) {
      return;
    }
    TradeVersion version = new TradeVersion(seq, place, trade, null, null, null);
    if (seq - 1 > trades.head()) {
      trades.skipTo(seq - 1, version);
    } else {
      trades.append(version);
    }
  }

  /** How many events it was told, or was adopted with. The writer's thread. */
  public long position() {
    return position;
  }

  /** Another book has taken its place: it gives its room back and stays as it is. Once. */
  void retire() {
    enter();
    try {
      retired = true;
      quotes.release();
      tickers.release();
      books.release();
      trades.release();
      for (BarSeries series : bars) {
        series.release();
      }
    } finally {
      writing.setRelease(false);
    }
  }

  /** Whether another book has taken its place. Any thread. */
  public boolean retired() {
    return retired;
  }

  /** Ticks are missing from here on: nothing closes by time until a mark is adopted. */
  void freeze() {
    frozen = true;
  }

  /**
   * All that is known now, for a book elsewhere that follows this one. Any thread: it takes a turn
   * as a tick does, which for a book of 50,000 levels a side is a fraction of a millisecond.
   */
  public BookMark mark() {
    enter();
    try {
      BestPrices prices = new BestPrices();
      prices.adopt(best);
      List<BarSeries.Mark> series = new ArrayList<>();
      for (BarSeries each : bars) {
        series.add(each.mark());
      }
      BookMark.Newest newest =
          new BookMark.Newest(scales, ticker, quote, book, trades.newest(), missed, day);
      return new BookMark(position, newest, status, prices, orderBook.mark(), series);
    } finally {
      writing.setRelease(false);
    }
  }

  /** Becomes what the other book was: counts jump to its counts, and a gap in trades is one. */
  void adopt(BookMark mark) {
    enter();
    try {
      frozen = false;
      position = mark.position;
      best.adopt(mark.best);
      orderBook.adopt(mark.levels);
      status = mark.status;
      day = mark.newest.day();
      missed = mark.newest.missed();
      changed = 0;
      adoptNewest(mark.newest);
      TickerVersion adopted = ticker;
      staleTop = adopted != null && adopted.stale();
      adoptBars(mark.bars);
      publish();
    } finally {
      writing.setRelease(false);
    }
  }

  private void adoptNewest(BookMark.Newest newest) {
    catchUp(newest.trade());
    quote = catchUp(quotes, newest.quote(), Channel.QUOTE);
    book = catchUp(books, newest.book(), Channel.BOOK);
    ticker = catchUp(tickers, newest.ticker(), Channel.TICKER);
    scales = newest.scales();
  }

  private void catchUp(@Nullable TradeVersion newest) {
    if (newest == null) {
      return;
    }
    long before = trades.head();
    long missing = newest.seq() - 1 - before;
    if (missing < 0) {
      trades.replace(newest.seq() - 1, newest);
    } else if (before == 0) {
      trades.skipTo(missing, newest);
    } else {
      trades.appendAfter(missing, newest); // who walks still gets those before
      forgetBefore(before, newest.seq());
    }
    changed |= Channel.TRADE.bit();
  }

  /**
   * What is newest here from now on. Events that were only here, such as that something was lost,
   * may have used up its seq: then it is one more, or who has got those would never get it.
   */
  private <V extends Version & Repeatable<V>> @Nullable V catchUp(
      Log<V> log, @Nullable V newest, Channel channel) {
    if (newest == null) {
      return null;
    }
    changed |= channel.bit();
    if (newest.seq() > log.head()) {
      log.skipTo(newest.seq() - 1, newest);
      return newest;
    }
    V known = log.newest();
    if (known != null && newest.sameAs(known)) {
      return known; // counts stay those of the other
    }
    V again = newest.again(log.head() + 1, position);
    log.append(again);
    return again;
  }

  private void adoptBars(List<BarSeries.Mark> marks) {
    BarSeries[] fresh = newBars();
    for (int i = 0; i < fresh.length; i++) {
      fresh[i].adopt(marks.get(i), bars[i]);
      bars[i].release();
      if (fresh[i].newest() != null) {
        changed |= Channel.BAR.bit();
      }
    }
    bars = fresh;
  }

  /** The whole order book, for tests and tools on the writer's thread or after the feed ended. */
  OrderBook orderBook() {
    return orderBook;
  }
}
