/**
 * The cursor, and what may be merged for it.
 *
 * <p>A subscription is a {@link io.tickgate.conflate.Cursor} over the short logs that books keep,
 * and nothing is ever queued for it. In mode {@code conflated} it jumps to the newest version,
 * which stands for all that it skipped; in mode {@code all} it walks, and is told exactly what it
 * missed when the log has moved on. The cursors of one client on one symbol form a {@link
 * io.tickgate.conflate.SymbolCursors}: when one of them is due, everything of that symbol goes out,
 * in upstream order across channels. A {@link io.tickgate.conflate.Conflator} holds those that are
 * due, in turn, so that a client that can take little gets a bit of everything and always the
 * newest.
 *
 * <p>All of it belongs to the event loop of the client's connection. Plain Java: no framework, and
 * time comes in as a parameter.
 */
@NullMarked
package io.tickgate.conflate;

import org.jspecify.annotations.NullMarked;
