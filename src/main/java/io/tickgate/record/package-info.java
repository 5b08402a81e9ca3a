/**
 * Writes what adapters receive to files that {@link io.tickgate.adapter.replay} plays again, in the
 * format of {@link io.tickgate.adapter.replay.RecordingFormat}.
 *
 * <pre>
 *   feed's thread:    Recorder → EventRing (bounded; full: counted and dropped)
 *   writer's thread:             EventRing → LineOutput → RecordingWriter → *.tickgate.ndjson.gz
 * </pre>
 *
 * <p>A {@link io.tickgate.record.Recorder} stands between a connection and its decoder. On the
 * feed's thread it copies the bytes and does no more: no lock, no allocation, no file. Escaping,
 * compressing and writing are the business of its own thread, {@code record-<feed>}. When that one
 * falls behind or the disk fails, events are lost to the file, never to the decoder, and the file
 * says how many and where.
 *
 * <p>Imports {@code adapter} and the JDK.
 */
@NullMarked
package io.tickgate.record;

import org.jspecify.annotations.NullMarked;
