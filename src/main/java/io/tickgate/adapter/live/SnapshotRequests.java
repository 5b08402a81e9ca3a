package io.tickgate.adapter.live;

import io.tickgate.adapter.live.Uplink.AnswerListener;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for book snapshots by REST: each symbol once at a time, one after the other, and slower when
 * the venue doesn't answer well. Bounded by the symbols of the session. The feed's thread.
 */
final class SnapshotRequests {
  /**
   * Between two requests in the long run. A snapshot weighs 50 of the 6,000 a minute that Binance
   * grants an address, so this takes half of them.
   */
  private static final long SPACING_NANOS = 1_000_000_000L;

  /** So many may go sooner, after a time without: a tenth of a minute's grant. */
  private static final int BURST = 10;

  private static final long MAX_SPACING_NANOS = 60_000_000_000L;

  /** A request that nobody answered by then is lost; the uplink's own timeout is shorter. */
  private static final long GIVE_UP_NANOS = 60_000_000_000L;

  /** Takes what was answered, and knows the addresses. */
  interface Desk {
    /** The address to ask for that symbol. */
    String url(String symbol);

    /** The body of a good answer. */
    void onSnapshot(String url, byte[] body);

    /** None came; it will be asked for again. */
    void onSnapshotFailed(String symbol, String reason);
  }

  private final Uplink uplink;
  private final LiveClock clock;
  private final LiveCounters counters;
  private final Desk desk;
  private final Set<String> waiting = new LinkedHashSet<>();
  private @Nullable Request pending;
  private long askedAt;
  private long nextAt;
  private long paidUntil; // up to when the requests so far have used the spacing up
  private int failures;

  SnapshotRequests(Uplink uplink, LiveClock clock, LiveCounters counters, Desk desk) {
    this.uplink = uplink;
    this.clock = clock;
    this.counters = counters;
    this.desk = desk;
    this.paidUntil = clock.nanos() - BURST * SPACING_NANOS;
  }

  /** A new connection: what was asked for is of no use. */
  void reset(long now) {
    waiting.clear();
    pending = null;
    failures = 0;
    nextAt = Math.max(nextAt, now);
  }

  /** Asks for a symbol's snapshot in its turn. */
  void add(String symbol) {
    Request under = pending;
    if (under == null || !under.symbol.equals(symbol)) {
      waiting.add(symbol);
    }
  }

  /** The symbol isn't wanted any more. */
  void remove(String symbol) {
    waiting.remove(symbol);
  }

  /** Sends the next request when it is due. */
  void tick(long now) {
    if (pending != null && now - askedAt >= GIVE_UP_NANOS) {
      pending.onFailed("no answer");
    }
    if (pending != null || now < nextAt || waiting.isEmpty()) {
      return;
    }
    String symbol = waiting.iterator().next();
    waiting.remove(symbol);
    Request request = new Request(symbol, desk.url(symbol));
    pending = request;
    askedAt = now;
    paidUntil = Math.max(paidUntil, now - BURST * SPACING_NANOS) + SPACING_NANOS;
    nextAt = paidUntil;
    counters.snapshots.increment();
    uplink.fetch(request.url, request);
  }

  private final class Request implements AnswerListener {
    private final String symbol;
    private final String url;

    Request(String symbol, String url) {
      this.symbol = symbol;
      this.url = url;
    }

    @Override
    public void onAnswer(int status, long retryAfterSeconds, byte[] body) {
      if (pending != this) {
        return; // of a connection that is gone
      }
      if (status != 200) {
        failed("status " + status, retryAfterSeconds);
        return;
      }
      pending = null; // first: should it be too old, the decoder asks again from inside the call
      failures = 0;
      desk.onSnapshot(url, body);
    }

    @Override
    public void onFailed(String reason) {
      if (pending == this) {
        failed(reason, 0);
      }
    }

    private void failed(String reason, long retryAfterSeconds) {
      pending = null;
      counters.snapshotFailures.increment();
      long pause =
          Math.min(MAX_SPACING_NANOS, SPACING_NANOS << Math.min(++failures, 10)) // 2 s, 4 s, …
              + Math.min(3_600, retryAfterSeconds) * 1_000_000_000L;
      nextAt = clock.nanos() + pause;
      waiting.add(symbol);
      desk.onSnapshotFailed(symbol, reason);
    }
  }
}
