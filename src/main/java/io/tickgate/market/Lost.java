package io.tickgate.market;

/**
 * Nothing that is known of the symbol is kept up to date any more: the connection to its venue is
 * gone, or it isn't subscribed to. What comes next counts again.
 *
 * @param reason a few words for an operator
 */
public record Lost(Symbol symbol, long ts, long rx, String reason) implements Tick {}
