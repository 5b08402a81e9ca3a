/**
 * Ticks as bytes: a compact binary form, for whoever keeps many of them (the delay log) or sends
 * them to other nodes.
 *
 * <p>Exact: what is read equals what was written, trailing zeros and long numbers included. A
 * {@link io.tickgate.market.BookCheck} is code and doesn't travel; what came of it does, as {@link
 * io.tickgate.market.codec.CheckOutcome}. Writer and reader belong to one thread each.
 *
 * <p>An {@link io.tickgate.market.codec.EntryQueue} holds what one thread writes until another
 * reads it, within the memory of a {@link io.tickgate.market.codec.ChunkPool}.
 *
 * <p>Plain Java: imports {@code market} only.
 */
@NullMarked
package io.tickgate.market.codec;

import org.jspecify.annotations.NullMarked;
