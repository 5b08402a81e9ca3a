/**
 * Recordings played as if they were a live feed.
 *
 * <pre>
 *   Playlist     which files, of which venue, on which connection
 *   Tape         their events in the order of their receive times
 *     LineReader   bytes → lines          (plain, gzip, zstd, zip)
 *     LineGrammar  line → TapeEvent       (cryptofeed, hftbacktest, bare JSON, Tickgate's own, CSV)
 *   Pacer        waits until an event is due
 *   Decoders     event → FrameListener of its connection; rows of CSV are ticks already
 * </pre>
 *
 * <p>All of it runs on the feed's own thread, {@code feed-<id>}; only the choice of files is made
 * before, where the configuration is checked. Files are read as a stream: the memory taken depends
 * on the longest line, not on the file. What is in a file is never trusted: a line that can't be
 * read is counted and skipped, a file that was cut off is played as far as it goes.
 *
 * <p>Our own format, which {@code io.tickgate.record} writes, is {@link
 * io.tickgate.adapter.replay.RecordingFormat}.
 *
 * <p>Imports {@code adapter}, {@code adapter.venue}, {@code adapter.file} and the JDK;
 * aircompressor for zstd.
 */
@NullMarked
package io.tickgate.adapter.replay;

import org.jspecify.annotations.NullMarked;
