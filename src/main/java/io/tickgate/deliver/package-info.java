/**
 * Client sessions: the handshake, requests, frames, pacing, close codes, and the same views by SSE
 * and REST.
 *
 * <p>A {@link io.tickgate.deliver.Session} lives on the event loop of its connection and nothing
 * else touches it. Each loop has a {@link io.tickgate.deliver.Fanout}: it hears through one signal
 * a symbol that there is something new, marks the cursors of its sessions, and lets each session
 * that can take a frame write one. A session has at most one write of data under way; the next is
 * put together when that is done, from what is newest then.
 */
@NullMarked
package io.tickgate.deliver;

import org.jspecify.annotations.NullMarked;
