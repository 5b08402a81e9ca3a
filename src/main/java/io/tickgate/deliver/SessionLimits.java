package io.tickgate.deliver;

import java.time.Duration;

/**
 * Limits of one session; {@link DeliverConfig} gives the reasons.
 *
 * @param subscriptions symbols and globs at once
 * @param cursors symbols times channels that all subscriptions together may cover
 * @param outstandingBytes unsent bytes of all sessions of the node
 * @param messagesPerSecond requests, on average
 * @param messageBytes of one request
 * @param frameBytes about how much data one turn writes at most
 * @param heartbeat silence after which a heartbeat goes out
 * @param stall no byte taken for so long ends the session
 * @param delayTarget how old what is on the way to a slow client may be
 * @param pongTimeout no pong for so long ends the session
 */
record SessionLimits(
    int subscriptions,
    int cursors,
    long outstandingBytes,
    int messagesPerSecond,
    int messageBytes,
    int frameBytes,
    Duration heartbeat,
    Duration stall,
    Duration delayTarget,
    Duration pongTimeout) {}
