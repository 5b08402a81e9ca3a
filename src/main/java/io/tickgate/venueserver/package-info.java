/**
 * A venue of one's own: serves a recording or the simulated market over WebSocket in the venue's
 * own words, so that a client written for the venue can be pointed at it.
 *
 * <pre>
 *   Source       a recording or the simulator, as frames of the venue; its own thread
 *   SourceLine   hands them to the loop, waits when the loop or a client can't follow
 *   Floor        keeps the books, gives each frame to those who subscribed to it
 *   Dialect      what one venue's clients say and hear; no state of its own clients
 *   Client       one connection: subscriptions, bounded output, faults on its way
 *   Faults       what is to go wrong, on order
 * </pre>
 *
 * <p>Everything but the source runs on one event loop of its own, {@code venue-server}; a slow
 * client of this server costs the gateway nothing. Recorded frames pass as they were recorded, to
 * the byte; whoever subscribes when they have begun gets a snapshot printed from the book as it
 * stands, which the venue's own decoder keeps.
 *
 * <p>Imports {@code adapter} with its recordings, simulator and venues, {@code market}, Netty and
 * Jackson. Unless it is switched on there is no thread and no port.
 */
@NullMarked
package io.tickgate.venueserver;

import org.jspecify.annotations.NullMarked;
