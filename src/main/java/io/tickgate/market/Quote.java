package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/** Best bid and ask of a venue's own top-of-book stream; a side that isn't there is null. */
public record Quote(
    Symbol symbol,
    long ts,
    long rx,
    @Nullable Decimal bid,
    @Nullable Decimal bidSize,
    @Nullable Decimal ask,
    @Nullable Decimal askSize)
    implements Tick {}
