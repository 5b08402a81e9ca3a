package io.tickgate.venueserver;

/**
 * What a client subscribes to and a frame is about.
 *
 * @param channel as the venue names it, without a speed or depth
 * @param symbol as the venue spells it in its payloads
 */
record Topic(String channel, String symbol) {}
