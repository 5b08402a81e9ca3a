package io.tickgate.book;

/**
 * When the gateway applied a tick: carried by one tick in so many, to measure what comes after.
 *
 * @param position of the versions that the tick made
 * @param nanos by {@link System#nanoTime}
 */
public record Stamp(long position, long nanos) {}
