/**
 * One small package a venue, each a {@link io.tickgate.adapter.venue.VenueDecoder}: the venue's
 * messages, its rules of sequence and synchronisation, its checksum.
 *
 * <p>A decoder runs on its feed's thread and keeps no level of any book: the book is downstream,
 * and a checksum travels to it as a {@link io.tickgate.market.BookCheck}. A message takes effect
 * whole or not at all: ticks are handed on only when it was read to its end.
 */
@NullMarked
package io.tickgate.adapter.venue;

import org.jspecify.annotations.NullMarked;
