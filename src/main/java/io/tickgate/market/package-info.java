/**
 * The words of the market: what a symbol, a price, a quote, a trade, a level and a bar are.
 *
 * <p>Everything here is an immutable value that any thread may read, and imports nothing outside
 * {@code java.*}. Prices and sizes are {@link io.tickgate.market.Decimal}, times are microseconds
 * since the Unix epoch in UTC. A {@link io.tickgate.market.Tick} is one thing that happened
 * upstream; adapters make them and books consume them.
 */
@NullMarked
package io.tickgate.market;

import org.jspecify.annotations.NullMarked;
