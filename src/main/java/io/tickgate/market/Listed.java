package io.tickgate.market;

/** The venue knows the symbol (it acknowledged a subscription, say); no value has come yet. */
public record Listed(Symbol symbol, long ts, long rx) implements Tick {}
