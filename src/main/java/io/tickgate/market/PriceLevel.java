package io.tickgate.market;

/**
 * All that rests at one price.
 *
 * @param size the new absolute size; zero in a {@link BookChange} takes the level away
 */
public record PriceLevel(Decimal price, Decimal size) {}
