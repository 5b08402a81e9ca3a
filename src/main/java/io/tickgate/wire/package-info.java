/**
 * The client protocol: what clients say, what the gateway says, and how both look on the wire.
 *
 * <p>Client messages are a sealed set of records, read and validated here, so that what comes out
 * is either a request with all its values in range or a {@link io.tickgate.wire.RequestFault} with
 * the code and the field's name. Server messages are written through a Jackson generator, so that
 * one piece of code serves JSON and CBOR; elements of data are {@link io.tickgate.wire.Fragment}s
 * that are encoded once and joined into frames.
 *
 * <p>Any thread; nothing here keeps state between calls. Imports {@code market}.
 */
@NullMarked
package io.tickgate.wire;

import org.jspecify.annotations.NullMarked;
