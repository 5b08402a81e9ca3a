/**
 * The delay log: what came into the books of now goes into a second set of books, the same way and
 * in the same order, {@code tickgate.delayed.delay} later.
 *
 * <pre>
 *   feed's thread:     Feed → DelayTap → EntryQueue     one a feed: bytes in recycled chunks
 *   thread "delay":           DelayRelease ← EntryQueue → Feed of the delayed books
 * </pre>
 *
 * <p>Since the delayed books are made by the same code from the same events, their snapshots,
 * {@code seq}s, bars and checksums are right by construction, and who reads only them can't see
 * anything fresher. An entry is released by the monotonic time at which it took effect here, never
 * by its {@code rx}: a wall clock that is set forward would let data out early, and a replay's
 * {@code rx} is years old.
 *
 * <p>Memory is bounded ({@link io.tickgate.market.codec.ChunkPool}). When it is used up nothing is
 * released early: the newest tick is dropped, its symbol frozen, and when there is room again the
 * symbol goes on from a {@link io.tickgate.book.BookMark} of the book of now, itself released with
 * the delay. Its counts jump as those of now did, and who walks trades is told the gap.
 *
 * <p>Plain Java but for the log: imports {@code book} and {@code market}.
 */
@NullMarked
package io.tickgate.delay;

import org.jspecify.annotations.NullMarked;
