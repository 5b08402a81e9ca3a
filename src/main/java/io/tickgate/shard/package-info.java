/**
 * Who owns which thread. An event loop is a {@link io.tickgate.shard.Shard}; what a shard owns is
 * touched on its loop only. This is the one place that hands work from one thread to another, and
 * it does so with flags instead of queues: a {@link io.tickgate.shard.Signal} that is raised a
 * thousand times before its loop gets to it is handled once.
 */
@NullMarked
package io.tickgate.shard;

import org.jspecify.annotations.NullMarked;
