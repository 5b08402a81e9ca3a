package io.tickgate.market;

/**
 * One thing that happened upstream to one symbol, in the order in which it happened.
 *
 * <p>{@code ts} is the venue's time of the event, or the receive time where the venue gives none;
 * {@code rx} is when the gateway (or the recorder before it) received it. Both are microseconds
 * since the Unix epoch, UTC.
 */
public sealed interface Tick
    permits Quote, Trade, BookChange, BookReset, Summary, Candle, Status, Listed, Lost, Missed {
  Symbol symbol();

  long ts();

  long rx();
}
