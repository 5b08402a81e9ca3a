package io.tickgate.market;

/**
 * The book of this symbol can't be trusted until the next snapshot: a gap, a lost connection, or a
 * venue's own word.
 *
 * @param reason a few words for an operator
 */
public record BookReset(Symbol symbol, long ts, long rx, String reason) implements Tick {}
