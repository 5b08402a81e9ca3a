package io.tickgate.adapter.live;

/**
 * Where a session stands. The methods are the only ways from one state to another; all times are
 * nanoseconds of one clock.
 *
 * <pre>
 *               opened              acknowledged          synced            silent, paused
 *  Connecting ─────────▶ Subscribing ─────────▶ Syncing ─────────▶ Live ──────────────▶ Stale
 *    ▲   │                   │                    │                │ ▲                   │ │
 *    │   │ failed            │ failed             │ failed         │ └──heard, resumed───┘ │
 *    │   ▼                   ▼                    ▼                ▼                       ▼
 *    └─BackingOff ◀────────────────────────────────────────────────────────────────────────┘
 *  due                            any ── ended ──▶ Ended
 * </pre>
 */
sealed interface SessionState {
  /** A connection that was live for a minute is no part of the trouble before it. */
  long PROVEN_NANOS = 60_000_000_000L;

  /** A few words for an operator, or empty. */
  default String reason() {
    return "";
  }

  /** No more connections. */
  default Ended ended() {
    return new Ended();
  }

  /** A connection stands or is being made. */
  sealed interface Linked extends SessionState {
    /** How many attempts failed since one was good. */
    int attempt();

    /** Whether the connection was a good one, so that failures before it are forgotten. */
    default boolean proven(long now) {
      return false;
    }

    /** The connection is gone, or given up. */
    default BackingOff failed(long now, Backoff backoff, String reason) {
      int failures = proven(now) ? 0 : attempt();
      return new BackingOff(failures, now + backoff.nanos(failures), reason);
    }
  }

  /**
   * Waits for the socket and the handshake.
   *
   * @param reason why the connection before is gone: until this one stands, that is what is wrong
   */
  record Connecting(int attempt, long since, String reason) implements Linked {
    Subscribing opened(long now) {
      return new Subscribing(attempt, now);
    }
  }

  /** The connection stands; the venue hasn't acknowledged anything yet. */
  record Subscribing(int attempt, long since) implements Linked {
    Syncing acknowledged(long now) {
      return new Syncing(attempt, now);
    }

    @Override
    public String reason() {
      return "subscribing";
    }
  }

  /** Waits for the first snapshots. */
  record Syncing(int attempt, long since) implements Linked {
    Live synced(long now) {
      return new Live(attempt, now);
    }

    @Override
    public String reason() {
      return "waiting for snapshots";
    }
  }

  /**
   * Data flows, or would if anything happened.
   *
   * @param since when it became live on this connection
   */
  record Live(int attempt, long since) implements Linked {
    Stale silent(String reason) {
      return new Stale(attempt, since, reason, false);
    }

    Stale paused(String reason) {
      return new Stale(attempt, since, reason, true);
    }

    @Override
    public boolean proven(long now) {
      return now - since >= PROVEN_NANOS;
    }
  }

  /**
   * The line is silent for longer than it should be, or the venue itself says that nothing comes.
   *
   * @param told whether the venue says so: then silence isn't the reason and noise no end of it
   */
  record Stale(int attempt, long since, String reason, boolean told) implements Linked {
    /** Something was heard. */
    Linked heard() {
      return told ? this : new Live(attempt, since);
    }

    /** The venue says that it goes on. */
    Live resumed() {
      return new Live(attempt, since);
    }

    @Override
    public boolean proven(long now) {
      return now - since >= PROVEN_NANOS;
    }
  }

  /**
   * Waits before the next attempt.
   *
   * @param attempt how many failed before, -1 at the start
   */
  record BackingOff(int attempt, long until, String reason) implements SessionState {
    Connecting due(long now) {
      return new Connecting(attempt + 1, now, reason);
    }
  }

  /** Stopped. */
  record Ended() implements SessionState {
    @Override
    public String reason() {
      return "stopped";
    }
  }
}
