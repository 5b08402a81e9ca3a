package io.tickgate.conflate;

import io.tickgate.market.BarInterval;
import io.tickgate.market.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The effective terms of a subscription.
 *
 * @param intervalMillis least time between updates, 0 for none
 * @param snapshot whether it starts with the state of now
 * @param depth levels a side, of a book
 * @param barInterval length of the bars; null for other channels
 * @param history closed bars in the snapshot
 * @param fields the element's fields that are wanted, as bits of the encoder's; all ones for all
 * @param from trades after this seq are wanted first; -1 for none
 * @param changes of tickers and quotes: updates hold only the fields that changed
 */
public record Terms(
    Channel channel,
    Mode mode,
    int intervalMillis,
    boolean snapshot,
    int depth,
    @Nullable BarInterval barInterval,
    int history,
    long fields,
    long from,
    boolean changes) {

  /** The same with another interval, in milliseconds. */
  public Terms with(int interval) {
    return new Terms(
        channel, mode, interval, snapshot, depth, barInterval, history, fields, from, changes);
  }

  /** A subscription of that channel with nothing said. */
  public static Terms defaults(Channel channel) {
    Mode mode = channel == Channel.TRADE ? Mode.ALL : Mode.CONFLATED;
    BarInterval bar = channel == Channel.BAR ? BarInterval.M1 : null;
    return new Terms(
        channel, mode, 0, true, channel == Channel.BOOK ? 10 : 0, bar, 0, -1L, -1, false);
  }
}
