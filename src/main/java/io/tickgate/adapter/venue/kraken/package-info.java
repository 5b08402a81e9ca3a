/**
 * Kraken spot, both generations of its feed: v2 ({@code wss://ws.kraken.com/v2}, objects) and v1
 * ({@code wss://ws.kraken.com}, arrays). Book, trade and ticker.
 *
 * <p>Every book update carries a CRC-32 over the ten best levels of each side, made of the digits
 * as they were sent; a mismatch costs one symbol a new snapshot. Symbols keep the spelling of their
 * generation: {@code BTC/USD} on v2 is {@code XBT/USD} on v1. Runs on the feed's thread.
 */
@NullMarked
package io.tickgate.adapter.venue.kraken;

import org.jspecify.annotations.NullMarked;
