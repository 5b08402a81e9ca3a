/**
 * Ticks published over HTTP: {@code POST /v1/ingest} as a stream of lines, and the WebSocket {@code
 * /v1/publish}.
 *
 * <p>Everything of a connection runs on its event loop, which reads, splits and checks; batches go
 * to the {@link io.tickgate.adapter.publish.PublishWriter} and come back when they are in the book.
 * While two of a connection are there nothing is read from its socket, so TCP slows the publisher
 * down and the memory that a body takes doesn't depend on its length.
 *
 * <p>Who may publish what is asked of a {@link io.tickgate.adapter.endpoint.PublisherGate}, which
 * the security of the gateway implements; {@link io.tickgate.adapter.endpoint.SocketEdge} makes
 * WebSockets as strict as those of clients.
 *
 * <p>Imports {@code adapter.publish}, {@code market} and {@code wire}, Netty, Vert.x and Quarkus.
 */
@NullMarked
package io.tickgate.adapter.endpoint;

import org.jspecify.annotations.NullMarked;
