/**
 * Who may see and do what: tokens, entitlements, revocations, origins.
 *
 * <pre>
 *   HTTP request, WebSocket handshake ──▶ Gate ──┐
 *                                                ├──▶ Tokens ──▶ Identity, asked at each read and write
 *   op auth ──▶ session ─────────────────────────┘
 * </pre>
 *
 * <p>An {@link io.tickgate.security.Identity} is what a token said, checked and immutable. {@link
 * io.tickgate.security.Tokens} checks signatures on threads of its own, since a key may have to be
 * fetched first; {@link io.tickgate.security.Revocations} take back what a token said before it
 * expires. Who asks decides by {@link io.tickgate.security.Identity#timeliness} alone.
 *
 * <p>Imports {@code market} and {@code wire}, Quarkus, Vert.x and Netty for the gates, and the JWT
 * library. A token never reaches a log.
 */
@NullMarked
package io.tickgate.security;

import org.jspecify.annotations.NullMarked;
