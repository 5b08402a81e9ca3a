/**
 * Binance spot, USD-M and COIN-M futures: combined and raw streams, and the REST depth snapshot
 * that a book starts from. Runs on the feed's thread; imports {@code adapter} and {@code market}.
 *
 * <p>Rules are the venue's own, from its pages "How to manage a local order book correctly" (one
 * for spot, one for futures), and were checked against recordings of all three markets.
 */
@NullMarked
package io.tickgate.adapter.venue.binance;

import org.jspecify.annotations.NullMarked;
