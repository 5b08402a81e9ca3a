package io.tickgate.adapter.live;

import io.tickgate.adapter.live.Uplink.AnswerListener;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for book snapshots by REST, for all sessions of a feed, since a venue's limit is one of the
 * address: each symbol once at a time, one after the other, and slower when the venue doesn't
 * answer well. Bounded by the symbols of the feed. The feed's thread.
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

  /** A session: takes what was answered, and knows the addresses. */
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
  private final Set<Wish> waiting = new LinkedHashSet<>();
  private @Nullable Request pending;
  private long askedAt;
  private long nextAt;
  private long paidUntil; // up to when the requests so far have used the spacing up
  private int failures;

  private record Wish(Desk desk, String symbol) {}

  SnapshotRequests(Uplink uplink, LiveClock clock, LiveCounters counters) {
    this.uplink = uplink;
    this.clock = clock;
    this.counters = counters;
    this.nextAt = clock.nanos();
    this.paidUntil = nextAt - BURST * SPACING_NANOS;
  }

  /** A session's connection is another: what it asked for is of no use. */
  void reset(Desk desk) {
    waiting.removeIf(wish -> wish.desk == desk);
    if (pending != null && pending.wish.desk == desk) {
      pending = null;
    }
  }

  /** Asks for a symbol's snapshot in its turn. */
  void add(Desk desk, String symbol) {
    Wish wish = new Wish(desk, symbol);
    if (pending == null || !pending.wish.equals(wish)) {
      waiting.add(wish);
    }
  }

  /** The symbol isn't wanted any more. */
  void remove(Desk desk, String symbol) {
    waiting.remove(new Wish(desk, symbol));
  }

  /** Sends the next request when it is due; to be called by any session, as often as it likes. */
  void tick(long now) {
    if (pending != null && now - askedAt >= GIVE_UP_NANOS) {
      pending.onFailed("no answer");
    }
    if (pending != null || now - nextAt < 0 || waiting.isEmpty()) {
      return;
    }
    Wish wish = waiting.iterator().next();
    waiting.remove(wish);
    Request request = new Request(wish, wish.desk.url(wish.symbol));
    pending = request;
    askedAt = now;
    paidUntil = Math.max(paidUntil, now - BURST * SPACING_NANOS) + SPACING_NANOS;
    nextAt = paidUntil;
    counters.snapshots.increment();
    uplink.fetch(request.url, request);
  }

  private final class Request implements AnswerListener {
    private final Wish wish;
    private final String url;

    Request(Wish wish, String url) {
      this.wish = wish;
      this.url = url;
    }

    @Override
    public void onAnswer(int status, long retryAfterSeconds, byte[] body) {
      if (status != 200) {
        failed("status " + status, retryAfterSeconds);
        return;
      }
      failures = 0;
      if (pending == this) { // otherwise of a connection that is gone
        pending = null; // first: should it be too old, the decoder asks again from inside the call
        wish.desk.onSnapshot(url, body);
      }
    }

    @Override
    public void onFailed(String reason) {
      failed(reason, 0);
    }

    /** Slows all down, whoever asked: the venue limits the address. */
    private void failed(String reason, long retryAfterSeconds) {
      counters.snapshotFailures.increment();
      long pause =
          Math.min(MAX_SPACING_NANOS, SPACING_NANOS << Math.min(++failures, 10)) // 2 s, 4 s, …
              + Math.min(3_600, retryAfterSeconds) * 1_000_000_000L;
      nextAt = clock.nanos() + pause;
      if (pending == this) {
        pending = null;
        waiting.add(wish);
        wish.desk.onSnapshotFailed(wish.symbol, reason);
      }
    }
  }
}
