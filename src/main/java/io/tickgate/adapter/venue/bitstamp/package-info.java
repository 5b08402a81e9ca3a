/**
 * Bitstamp v2: changes of the book with a REST snapshot to start from, and trades. Runs on the
 * feed's thread; imports {@code adapter} and {@code market}.
 *
 * <p>The venue numbers nothing, so a lost change can't be noticed: microtimestamps give the order
 * of changes and tell which of them a snapshot holds.
 */
@NullMarked
package io.tickgate.adapter.venue.bitstamp;

import org.jspecify.annotations.NullMarked;
