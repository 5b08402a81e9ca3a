/**
 * Many nodes: ticks go from those that ingest to those that serve, over Kafka.
 *
 * <pre>
 *   ingest    feed's thread:  Feed → RelayTap → EntryQueue          one a feed, bounded
 *             "relay-out":    Sender ← EntryQueue; batches → topic ticks; marks → topic marks
 *             "relay-lease":  Leases ↔ topic feeds                  who writes a feed
 *   serve     "relay-in":     topics feeds, marks, ticks → Reader → FeedFollower → Feed
 * </pre>
 *
 * <p>What goes over is what entered the books, each event with its {@code position} in its symbol,
 * and a serving node applies it to books of its own by the same code: so {@code seq}s, bars and
 * checksums are equal on every node, and a client resumes on any. Positions make the way simple:
 * one that is known is a copy and skipped, one that follows is applied, one that jumps says that
 * something is missing. Then, or when there was no room to send, the symbol goes on from a {@link
 * io.tickgate.book.BookMark}: in the stream, where the writer knows of the hole, else from the
 * topic of marks, which also brings a new node up to date.
 *
 * <p>A feed has one writer. Its <em>term</em> is the offset of the claim by which it took the feed,
 * so it is unique and grows; a record of a lower term than one that was seen is dropped, whenever
 * it comes. A term and how often the feed restarted within are a <em>life</em>: what {@code seq}
 * counts within.
 *
 * <p>Plain Kafka clients on threads of their own rather than a messaging channel: every node reads
 * all partitions from offsets that the marks tell, seeks back to mend a symbol, and has to know
 * when it has caught up; a channel hides all three, and costs four times the CPU a record. Imports
 * {@code book}, {@code market}.
 */
@NullMarked
package io.tickgate.relay;

import org.jspecify.annotations.NullMarked;
