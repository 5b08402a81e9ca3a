/**
 * A client of {@code /v1/stream}, for tools and tests: the protocol as its other end sees it.
 *
 * <pre>
 *   GatewayClient   stays connected: waits and comes back
 *     ClientLoop      the thread of one client or of many, and their sockets
 *     Connection      one WebSocket, the JDK's: texts in and out
 *     Retry           which end of a connection is one to come back from, and when
 *     Backoff         how long it waits, longer each time
 *     Renewal         another token before the one in use ends
 *     Asking          what is wanted, and the requests for it; resumes trades where they broke off
 *       Gathering       what was refused for now, until it is asked for again
 *     Continuity      whether anything is missing between two elements
 * </pre>
 *
 * <p>All of a client runs on one thread, {@code gateway-client}, on which its listener is called
 * too; a listener that takes its time slows the gateway down for this client alone. Many clients
 * that listen quickly may share a thread: {@link io.tickgate.client.ClientLoop}. {@link
 * io.tickgate.client.GatewayClient} may be called by any thread.
 *
 * <p>Imports nothing of the gateway: it speaks to it.
 */
@NullMarked
package io.tickgate.client;

import org.jspecify.annotations.NullMarked;
