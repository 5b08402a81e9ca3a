/**
 * Tickgate: a gateway for live market data. This page is the way of a tick.
 *
 * <pre>
 *   adapter ─▶ book ─▶ conflate ─▶ deliver            one direction, one package a stage
 *
 *   adapter    what a live venue, a recording or the simulator sends becomes {@code Tick}s
 *   book       one truth per symbol, published as immutable versions
 *   conflate   each subscription is a cursor over them; nothing is queued for a client
 *   deliver    sessions, frames, REST and server-sent events
 *
 *   market     the words all of them share        wire     the client protocol
 *   shard      who owns which thread              record   writes what adapters receive
 *   ops        metrics, health, admin          security   tokens, entitlements, who is let in
 *   delay      the same books, later           audit      who came, who was turned away
 *   page       the dashboard's files              client   the other end of the protocol
 *   relay      the same ticks to and from other nodes, over Kafka
 *   cli        commands, in place of the gateway
 *   venueserver  a venue of one's own, for clients of the real one; no part of the way
 * </pre>
 *
 * <p>Upstream speed and client speed never meet. A feed's thread applies a tick, publishes a
 * version and raises one bit a shard; a shard's loop sees the bit when it gets to it, and each of
 * its clients that can take a frame gets the newest of then. Who is slow has an older cursor, that
 * is all.
 *
 * <p>This package holds the wiring: {@code Gateway} starts and stops, {@code Feeds} makes what the
 * configuration names. It sees every other package and none sees it; {@code ArchitectureTest}
 * states who may import whom.
 */
@NullMarked
package io.tickgate;

import org.jspecify.annotations.NullMarked;
