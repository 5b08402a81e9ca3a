package io.tickgate.adapter.live;

/**
 * How sockets to venues are made.
 *
 * @param connectMillis for the connection; as much again for the handshake
 * @param maxMessageBytes of a message or a REST answer; a longer one ends its connection
 * @param compression whether permessage-deflate is offered
 * @param userAgent as venues see it
 */
public record UplinkSettings(
    int connectMillis, int maxMessageBytes, boolean compression, String userAgent) {}
