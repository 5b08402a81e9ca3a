package io.tickgate.book;

import io.tickgate.market.Bar;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Candle;
import io.tickgate.market.Trade;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bars of one symbol and interval. One writer; any thread reads.
 *
 * <p>A bar closes when a trade of a later one comes, or when the feed's clock is {@link
 * #GRACE_MICROS} past its end. A trade that comes later still amends the closed bar, so bars are
 * exact by the trades' own times, whatever the order of arrival.
 */
public final class BarSeries {
  /** Clocks of venues and gateway differ by a second or two in real recordings. */
  static final long GRACE_MICROS = 2_000_000;

  private final BarInterval interval;
  private final Log<Bar> history;
  private final Log<BarVersion> closings;
  private volatile @Nullable BarVersion newest;
  private @Nullable Bar open;
  private long seq;

  BarSeries(BarInterval interval, BookLimits limits, LogBudget budget) {
    this.interval = interval;
    this.history = new Log<>(limits.bars(), budget);
    this.closings = new Log<>(limits.bars(), budget);
  }

  /** The newest event: the open bar after its last trade, or the last that closed; null before. */
  public @Nullable BarVersion newest() {
    return newest;
  }

  /** Closed bars, oldest first. */
  public Log<Bar> history() {
    return history;
  }

  /** The events that closed or amended a bar, in upstream order. */
  public Log<BarVersion> closings() {
    return closings;
  }

  void apply(Trade trade, long position) {
    Bar current = open;
    long start = interval.startOf(trade.ts());
    if (current != null && start > current.start()) {
      close(current, position, trade.ts(), trade.rx());
      current = null;
    }
    if (current == null && start <= lastClosedStart()) {
      amend(trade, start, position);
      return;
    }
    if (current != null && start < current.start()) {
      amend(trade, start, position);
      return;
    }
    Bar next = current == null ? Bar.open(interval, trade) : current.with(trade);
    open = next;
    newest = new BarVersion(++seq, position, trade.ts(), trade.rx(), next);
  }

  /**
   * Takes a bar of the venue's own, which is one of these or the next part of one; returns whether
   * it did. One of a longer interval is no part of any, and one of before the newest isn't the
   * next.
   */
  boolean apply(Candle candle, long position) {
    Bar part = candle.bar();
    long start = interval.startOf(part.start());
    Bar current = open;
    if (part.interval().micros() > interval.micros()
        || start <= lastClosedStart()
        || (current != null && start < current.start())) {
      return false;
    }
    if (current != null && start > current.start()) {
      close(current, position, candle.ts(), candle.rx());
      current = null;
    }
    Bar next = current == null ? part.opening(interval) : current.with(part);
    if (part.end() == next.end()) {
      close(next, position, candle.ts(), candle.rx());
    } else {
      open = next;
      newest = new BarVersion(++seq, position, candle.ts(), candle.rx(), next);
    }
    return true;
  }

  /** Closes the open bar when the time is past its end and grace; returns whether it did. */
  boolean closeBefore(long now, long position) {
    Bar current = open;
    if (current == null || now - GRACE_MICROS < current.end()) {
      return false;
    }
    BarVersion last = newest;
    long rx = last == null ? now : last.rx();
    close(current, position, current.end(), rx);
    return true;
  }

  /** End of the open bar, or a time that never comes. */
  long openUntil() {
    return open == null ? Long.MAX_VALUE : open.end();
  }

  private void close(Bar bar, long position, long ts, long rx) {
    Bar closed = bar.closedBar();
    open = null;
    BarVersion version = new BarVersion(++seq, position, ts, rx, closed);
    history.append(closed);
    closings.append(version);
    newest = version;
  }

  private long lastClosedStart() {
    Bar last = history.newest();
    return last == null ? Long.MIN_VALUE : last.start();
  }

  /**
   * Adds a late trade to the closed bar it belongs to, which is a new one when it is the first of
   * its interval. A bar that is older than all that are kept stays as it is.
   */
  private void amend(Trade trade, long start, long position) {
    long at = history.head() - 1;
    Bar bar = history.get(at);
    while (bar != null && bar.start() > start) {
      bar = history.get(--at);
    }
    if (bar != null && bar.start() == start) {
      Bar amended = bar.with(trade);
      history.replace(at, amended);
      tell(amended, trade, position);
    } else if (bar != null || at < 0) {
      Bar late = Bar.open(interval, trade).closedBar();
      insert(at + 1, late);
      tell(late, trade, position);
    }
  }

  /** Bars from there on move up by one: who reads meanwhile sees one of them twice, none not. */
  private void insert(long at, Bar bar) {
    long head = history.head();
    Bar moved = history.get(at);
    Bar last = history.get(head - 1);
    if (moved == null || last == null) {
      history.append(bar);
      return;
    }
    history.append(last);
    for (long i = head - 1; i > at + 1; i--) {
      Bar below = history.get(i - 1);
      if (below != null) {
        history.replace(i, below);
      }
    }
    history.replace(at + 1, moved);
    history.replace(at, bar);
  }

  private void tell(Bar closed, Trade trade, long position) {
    BarVersion version = new BarVersion(++seq, position, trade.ts(), trade.rx(), closed);
    closings.append(version);
    Bar last = open == null ? history.newest() : open; // the newest event is always of the last bar
    newest =
        last == null || last.start() == closed.start()
            ? version
            : new BarVersion(++seq, position, trade.ts(), trade.rx(), last);
  }

  /** All but the closings, to be {@linkplain #adopt adopted} by another. */
  Mark mark() {
    List<Bar> closed = new ArrayList<>();
    for (long i = history.oldest(); i < history.head(); i++) {
      Bar bar = history.get(i);
      if (bar != null) {
        closed.add(bar);
      }
    }
    return new Mark(closed, open, newest, seq);
  }

  /**
   * Becomes what the other was, in place of one that has missed some of it. Before anyone reads
   * this one.
   */
  void adopt(Mark mark, BarSeries before) {
    mark.closed().forEach(history::append);
    open = mark.open();
    BarVersion now = mark.newest();
    newest = now;
    seq = mark.seq();
    for (long i = before.closings.oldest(); i < before.closings.head(); i++) {
      BarVersion version = before.closings.get(i); // who reads slowly still waits for it
      if (version != null) {
        closings.append(version);
      }
    }
    BarVersion last = before.newest;
    if (last != null && now != null) {
      closeMissed(last, now);
    }
  }

  /**
   * Tells closed what has closed since, as the events just before the newest: each bar took one at
   * least to close, so these are above all that was told before.
   */
  private void closeMissed(BarVersion last, BarVersion now) {
    List<Bar> missed = new ArrayList<>();
    for (long i = history.oldest(); i < history.head(); i++) {
      Bar bar = history.get(i);
      if (bar != null && bar.start() >= last.bar().start() && !bar.equals(last.bar())) {
        missed.add(bar);
      }
    }
    long number = now.seq() - missed.size() + (now.bar().closed() ? 1 : 0);
    for (Bar bar : missed) {
      if (number > last.seq()) { // else the mark is of other counts
        closings.append(new BarVersion(number, now.position(), bar.end(), now.rx(), bar));
      }
      number++;
    }
  }

  /** What a series knows; {@code closed} oldest first. */
  record Mark(List<Bar> closed, @Nullable Bar open, @Nullable BarVersion newest, long seq) {}

  void release() {
    history.release();
    closings.release();
  }
}
