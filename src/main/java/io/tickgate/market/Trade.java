package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/**
 * An execution.
 *
 * @param size in the venue's unit (contracts on most derivatives)
 * @param side the taker's side, or null where the venue doesn't tell
 * @param id the venue's id of the trade, or null
 */
public record Trade(
    Symbol symbol,
    long ts,
    long rx,
    Decimal price,
    Decimal size,
    @Nullable Side side,
    @Nullable String id)
    implements Tick {}
