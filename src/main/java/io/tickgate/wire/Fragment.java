package io.tickgate.wire;

/**
 * An encoded data element, shared by everyone who gets the same version.
 *
 * @param bytes the whole element without {@code prev}; not to be changed
 * @param split where {@code prev} belongs, which is each subscriber's own
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is ever asked of it
public record Fragment(byte[] bytes, int split) {}
