package io.tickgate.adapter.live;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Books that need a fresh snapshot by a new subscription, and how old those of all are. Bounded by
 * the symbols of the session. The feed's thread.
 *
 * <pre>
 *   IDLE ──add──▶ DUE ──taken──▶ QUEUED ──sent──▶ ASKED ──20 s──▶ overdue
 *     ▲                                             │
 *     └──────────── a snapshot, good or bad ────────┘
 * </pre>
 */
final class Renewals {
  /** A book that is wrong again and again is renewed this often and no more. */
  private static final long SPACING_NANOS = 5_000_000_000L;

  /**
   * Doublings of the spacing while a book's snapshots themselves are wrong: up to some five
   * minutes, so that a venue that is right again is believed before an operator would look.
   */
  private static final int MAX_DOUBLINGS = 6;

  /** By then a snapshot has come, or the connection isn't worth keeping. */
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  private static final long NEVER = Long.MIN_VALUE;

  private enum Stage {
    IDLE,
    DUE,
    QUEUED,
    ASKED
  }

  private static final class Renewal {
    Stage stage = Stage.IDLE;
    long due;
    long askedAt = NEVER;
    long freshAt = NEVER;
    int failures; // snapshots in a row that didn't hold

    void answered(long now) {
      if (stage == Stage.QUEUED) { // before anyone noted that it was asked for
        askedAt = now;
      }
      stage = Stage.IDLE;
    }
  }

  private final Map<String, Renewal> bySymbol = new HashMap<>();

  /** The symbol's book is to be renewed. */
  void add(String symbol, long now) {
    Renewal renewal = of(symbol);
    if (renewal.stage == Stage.IDLE) {
      long spacing = SPACING_NANOS << Math.min(renewal.failures, MAX_DOUBLINGS);
      renewal.stage = Stage.DUE;
      renewal.due = renewal.askedAt == NEVER ? now : Math.max(now, renewal.askedAt + spacing);
    }
  }

  /** A snapshot came. */
  void onSnapshot(String symbol, long now) {
    Renewal renewal = of(symbol);
    renewal.answered(now);
    renewal.freshAt = now;
    renewal.failures = 0;
  }

  /** A snapshot came that isn't what the venue itself says it is. */
  void onBadSnapshot(String symbol, long now) {
    Renewal renewal = of(symbol);
    renewal.answered(now);
    renewal.failures++;
  }

  private Renewal of(String symbol) {
    return bySymbol.computeIfAbsent(symbol, each -> new Renewal());
  }

  /** One whose snapshot is older than that, or null; it counts as fresh from now on. */
  @Nullable String aged(long now, long maxNanos) {
    for (Map.Entry<String, Renewal> each : bySymbol.entrySet()) {
      Renewal renewal = each.getValue();
      if (renewal.stage == Stage.IDLE
          && renewal.freshAt != NEVER
          && now - renewal.freshAt >= maxNanos) {
        renewal.freshAt = now;
        return each.getKey();
      }
    }
    return null;
  }

  /** A new connection brings snapshots of all. */
  void reset() {
    bySymbol.clear();
  }

  /** The symbol isn't wanted any more. */
  void remove(String symbol) {
    bySymbol.remove(symbol);
  }

  /** Queues those whose turn has come; one that isn't taken stays due. */
  void queue(long now, Predicate<String> taken) {
    bySymbol.forEach(
        (symbol, renewal) -> {
          if (renewal.stage == Stage.DUE && now >= renewal.due && taken.test(symbol)) {
            renewal.stage = Stage.QUEUED;
          }
        });
  }

  /** Those that are queued no more were asked for just now. */
  void sent(long now, Predicate<String> queued) {
    bySymbol.forEach(
        (symbol, renewal) -> {
          if (renewal.stage == Stage.QUEUED && !queued.test(symbol)) {
            renewal.stage = Stage.ASKED;
            renewal.askedAt = now;
          }
        });
  }

  /** A symbol that was asked for long ago and of which nothing came, or null. */
  @Nullable String overdue(long now) {
    for (Map.Entry<String, Renewal> each : bySymbol.entrySet()) {
      Renewal renewal = each.getValue();
      if (renewal.stage == Stage.ASKED && now - renewal.askedAt >= DEADLINE_NANOS) {
        return each.getKey();
      }
    }
    return null;
  }
}
