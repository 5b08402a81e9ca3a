/**
 * Coinbase Advanced Trade, {@code wss://advanced-trade-ws.coinbase.com}: level2, market_trades,
 * ticker and ticker_batch.
 *
 * <p>All messages of a connection, acknowledgements too, are numbered by one counter, so a jump in
 * it may have lost anything: every book is asked for anew. Runs on the feed's thread.
 */
@NullMarked
package io.tickgate.adapter.venue.coinbaseat;

import org.jspecify.annotations.NullMarked;
