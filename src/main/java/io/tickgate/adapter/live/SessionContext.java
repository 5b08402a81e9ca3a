package io.tickgate.adapter.live;

import io.tickgate.adapter.TickListener;

/**
 * What a session works with.
 *
 * @param gate shared by the sessions of a feed
 * @param snapshots likewise
 * @param logRate likewise
 */
record SessionContext(
    Uplink uplink,
    LiveClock clock,
    Backoff backoff,
    ConnectGate gate,
    SnapshotRequests snapshots,
    LogRate logRate,
    LiveCounters counters,
    TickListener ticks,
    SessionListener listener) {}
