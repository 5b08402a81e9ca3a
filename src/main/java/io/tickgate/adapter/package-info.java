/**
 * Upstream in, ticks out.
 *
 * <pre>
 *   source (live, replay, simulator)  →  FrameListener (decoder of the venue)  →  TickListener (books)
 * </pre>
 *
 * <p>A {@link io.tickgate.adapter.FeedAdapter} owns one thread. On it a source hands over what it
 * received, as it received it, to a {@link io.tickgate.adapter.FrameListener}: usually a venue's
 * decoder, with the recorder in between when the feed is recorded. The decoder can't tell a live
 * connection from a recording. It gives {@link io.tickgate.market.Tick}s to the {@link
 * io.tickgate.adapter.TickListener}, still on the same thread.
 *
 * <p>Imports {@code market} and nothing else of the gateway.
 */
@NullMarked
package io.tickgate.adapter;

import org.jspecify.annotations.NullMarked;
