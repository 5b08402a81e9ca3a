/**
 * OKX v5 public channels, {@code wss://ws.okx.com:8443/ws/v5/public}: books and its kin, books5,
 * bbo-tbt, trades and tickers.
 *
 * <p>Losses show in {@code prevSeqId}, which must be the {@code seqId} of the message before, and
 * in a checksum where the venue still sends one. Sizes of derivatives are in contracts. Runs on the
 * feed's thread.
 */
@NullMarked
package io.tickgate.adapter.venue.okx;

import org.jspecify.annotations.NullMarked;
