package io.tickgate.adapter.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Books that need a fresh snapshot where only a new subscription brings one, and how old those of
 * all are. Bounded by the symbols of the session. The feed's thread.
 */
final class Renewals {
  /** A book that is wrong again and again is renewed this often and no more. */
  private static final long SPACING_NANOS = 5_000_000_000L;

  /** By then a snapshot has come, or the connection isn't worth keeping. */
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  private static final long NEVER = Long.MIN_VALUE;

  private static final class Renewal {
    long due;
    long askedAt = NEVER;
    long freshAt = NEVER;
    boolean open;
  }

  private final Map<String, Renewal> bySymbol = new HashMap<>();

  /** The symbol's book is to be renewed. */
  void add(String symbol, long now) {
    Renewal renewal = bySymbol.computeIfAbsent(symbol, each -> new Renewal());
    if (!renewal.open) {
      renewal.open = true;
      renewal.due = renewal.askedAt == NEVER ? now : Math.max(now, renewal.askedAt + SPACING_NANOS);
      renewal.askedAt = NEVER;
    }
  }

  /** A snapshot came. */
  void onSnapshot(String symbol, long now) {
    Renewal renewal = bySymbol.computeIfAbsent(symbol, each -> new Renewal());
    renewal.open = false;
    renewal.freshAt = now;
  }

  /** One whose snapshot is older than that, or null; it counts as fresh from now on. */
  @Nullable String aged(long now, long maxNanos) {
    for (Map.Entry<String, Renewal> each : bySymbol.entrySet()) {
      Renewal renewal = each.getValue();
      if (!renewal.open && renewal.freshAt != NEVER && now - renewal.freshAt >= maxNanos) {
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

  /** Whose turn has come; they count as asked. */
  List<String> due(long now) {
    List<String> due = new ArrayList<>();
    bySymbol.forEach(
        (symbol, renewal) -> {
          if (renewal.open && renewal.askedAt == NEVER && now >= renewal.due) {
            renewal.askedAt = now;
            due.add(symbol);
          }
        });
    return due;
  }

  /** A symbol that was asked for long ago and didn't come, or null. */
  @Nullable String overdue(long now) {
    for (Map.Entry<String, Renewal> each : bySymbol.entrySet()) {
      Renewal renewal = each.getValue();
      if (renewal.open && renewal.askedAt != NEVER && now - renewal.askedAt >= DEADLINE_NANOS) {
        return each.getKey();
      }
    }
    return null;
  }
}
