/**
 * Coinbase Exchange, {@code wss://ws-feed.exchange.coinbase.com}: level2 or level2_batch, matches
 * and ticker.
 *
 * <p>The book channel has no sequence and no checksum: the venue says that it guarantees delivery,
 * so a loss within a connection can't be seen. Runs on the feed's thread.
 */
@NullMarked
package io.tickgate.adapter.venue.coinbase;

import org.jspecify.annotations.NullMarked;
