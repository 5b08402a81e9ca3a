/**
 * One truth per symbol: ticker, quote, trade log, price levels and bars.
 *
 * <p>A {@link io.tickgate.book.SymbolBook} has one writer at a time, the thread of the {@link
 * io.tickgate.book.Feed} that applies a tick. What it publishes are immutable {@link
 * io.tickgate.book.Version}s that any thread may read and keep; a reader that holds the version it
 * saw last needs no queue to learn what it missed. After a tick the book rings its {@link
 * io.tickgate.book.Watcher}s, one a shard, and knows nothing of subscribers.
 *
 * <p>{@code seq} counts the events of one channel of one symbol by one; {@code position} counts all
 * events of the symbol, so versions of different channels can be put into upstream order.
 *
 * <p>Plain Java: imports {@code market} only.
 */
@NullMarked
package io.tickgate.book;

import org.jspecify.annotations.NullMarked;
