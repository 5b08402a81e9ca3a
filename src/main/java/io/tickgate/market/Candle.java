package io.tickgate.market;

/**
 * A bar that the venue itself made, of trades which it doesn't tell one by one.
 *
 * <p>Where trades of the symbol come too, its bars are made of them and this has no say.
 *
 * @param bar closed; its end is usually {@code ts}
 */
public record Candle(Symbol symbol, long ts, long rx, Bar bar) implements Tick {}
