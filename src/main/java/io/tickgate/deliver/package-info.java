/**
 * Client sessions: the handshake, requests, frames, pacing, close codes, and the same views by SSE
 * and REST.
 *
 * <p>A {@link io.tickgate.deliver.Session} lives on the event loop of its connection and nothing
 * else touches it. Each loop has a {@link io.tickgate.deliver.Fanout}: it hears through one signal
 * a symbol that there is something new, marks the cursors of its sessions, and lets each session
 * that can take a frame write one. A session has at most one write of data under way; the next is
 * put together when that is done, from what is newest then.
 *
 * <p>Who a session is of says its {@link io.tickgate.deliver.Login}, and everything that is read
 * goes through {@link io.tickgate.deliver.EntitledBooks}, which gives the realtime book, the
 * delayed one or none. Tokens are checked elsewhere; what comes behind one waits its turn.
 *
 * <p>Finished frames are shared by the sessions of a loop that get the same, for as long as a turn
 * lasts ({@link io.tickgate.deliver.SharedFrames}). Compression (RFC 7692) is negotiated here and
 * not by the platform: data messages are deflated once for all who share them, each for itself; a
 * connection has a window of its own only where the operator grants memory for it. What isn't data
 * goes plain. Requests are inflated in front of everyone who looks at frames, with nothing kept but
 * what the client may refer back to ({@link io.tickgate.deliver.FrameInflater}).
 *
 * <p>What comes before a session, and what frames have to be, is in {@code edge}.
 */
@NullMarked
package io.tickgate.deliver;

import org.jspecify.annotations.NullMarked;
