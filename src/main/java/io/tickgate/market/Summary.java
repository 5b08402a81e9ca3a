package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/**
 * A venue's own ticker message. It comes at the venue's leisure, so a top-of-book stream, a book
 * and a trade stream of the same symbol win over it wherever they exist.
 */
public record Summary(
    Symbol symbol,
    long ts,
    long rx,
    @Nullable Decimal bid,
    @Nullable Decimal bidSize,
    @Nullable Decimal ask,
    @Nullable Decimal askSize,
    @Nullable Decimal last,
    @Nullable Decimal lastSize)
    implements Tick {}
