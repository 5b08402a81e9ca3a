/**
 * Feeds of venues as they are now: connections that subscribe, notice when they die, and come back.
 *
 * <pre>
 *   LiveAdapter    a feed: spreads the symbols over sessions, ticks their clock, tells their states
 *   LiveSession    one connection after the other to the venue, and what is subscribed on it
 *     SessionState   where it stands, and what may come next
 *     Dialogue       the venue's own words (package {@code venue})
 *     Conversation   what is said to the venue at its pace
 *       Topics, Standing, Refusals   what is wanted, granted, refused
 *     Pulse          silence: when to ask, to doubt, to give up
 *     BookDesk       that each book gets its snapshot
 *       Renewals, SnapshotRequests   by another subscription, or by REST in the feed's one queue
 *   Uplink         sockets and REST requests, by Vert.x
 * </pre>
 *
 * <p>All of a feed, its sessions included, runs on one event loop: every callback of {@link
 * io.tickgate.adapter.live.Uplink}, every tick of the clock and all that decoders hand on. Only
 * {@code start}, {@code stop} and {@code onDemand} may be called from elsewhere; they hand over.
 * There are no timers but the one tick, so nothing is left behind by a session that ended, and
 * tests move time by hand.
 *
 * <p>Imports {@code adapter}, {@code adapter.venue}, {@code market}; Vert.x core in two classes.
 */
@NullMarked
package io.tickgate.adapter.live;

import org.jspecify.annotations.NullMarked;
