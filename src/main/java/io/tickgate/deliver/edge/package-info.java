/**
 * What stands between the network and everyone who looks at messages: who may come in, how long a
 * request may take to arrive, and what RFC 6455 demands of frames where the platform is lenient.
 *
 * <p>The way of a connection, from its first byte:
 *
 * <pre>
 *   accepted        {@link io.tickgate.deliver.edge.Doorkeeper} puts a {@link io.tickgate.deliver.edge.RequestDeadline} on it
 *   asks to upgrade {@link io.tickgate.deliver.edge.UpgradeFilter} checks the handshake, holds what comes behind it
 *                   {@link io.tickgate.deliver.edge.Admission} has a place for it, or says when to come back
 *   upgraded        ws decoder ▶ {@link io.tickgate.deliver.edge.FrameLimits} ▶ inflater ▶ UTF-8 ▶ join ▶ {@link io.tickgate.deliver.edge.FrameGuard} ▶ Vert.x
 * </pre>
 *
 * <p>Stages refuse by throwing Netty's {@code CorruptedWebSocketFrameException}, which carries the
 * close code; {@code FrameGuard}, the last, turns it into the Close frame. So Vert.x and Quarkus
 * see whole messages that are right, and never a connection that ends without a word.
 *
 * <p>Handlers run on the loop of their connection; {@code Admission} is for any thread. May import
 * {@code security}, {@code wire}, Netty, Vert.x and Quarkus.
 */
@NullMarked
package io.tickgate.deliver.edge;

import org.jspecify.annotations.NullMarked;
