package io.tickgate.security;

import io.tickgate.market.Glob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What was taken back before the tokens that say it expire. Any thread. Kept in memory: each node
 * is told, and told again after a restart.
 */
public final class Revocations {
  /**
   * One of them. It holds for those whose subject or token it names, on open connections and for
   * tokens to come.
   *
   * @param subject whose; null for any
   * @param tokenId the {@code jti} of one token; null for any
   * @param symbols what may not be seen any more; empty for everything, so that the token is good
   *     for nothing
   * @param until when it ends
   */
  public record Revocation(
      @Nullable String subject, @Nullable String tokenId, List<Glob> symbols, Instant until) {
    /** Names at least a subject or a token. */
    public Revocation {
      if (subject == null && tokenId == null) {
        throw new IllegalArgumentException("a revocation names a subject or a token id");
      }
      symbols = List.copyOf(symbols);
    }

    /** Whether it is about that identity. */
    public boolean concerns(Identity who) {
      return !who.anyone()
          && (subject == null || subject.equals(who.subject()))
          && (tokenId == null || tokenId.equals(who.tokenId()));
    }

    /** Whether nothing is left of the tokens it is about. */
    public boolean everything() {
      return symbols.isEmpty();
    }
  }

  private final InstantSource clock;
  private final int limit;

  // read at each subscribe, written by hand: a copy for each write is the cheaper side
  private final CopyOnWriteArrayList<Revocation> all = new CopyOnWriteArrayList<>();

  /** Holds up to that many at the same time. */
  public Revocations(InstantSource clock, int limit) {
    this.clock = clock;
    this.limit = limit;
  }

  /** Adds one; false when there are as many as there may be, and it isn't in effect. */
  public synchronized boolean add(Revocation revocation) {
    Instant now = clock.instant();
    all.removeIf(each -> !now.isBefore(each.until));
    return all.size() < limit && all.add(revocation);
  }

  /** Those in effect. */
  public List<Revocation> all() {
    Instant now = clock.instant();
    return all.stream().filter(each -> now.isBefore(each.until)).toList();
  }

  /** Whether nothing is left of somebody's token. */
  public boolean revoked(Identity who) {
    return any(who, null);
  }

  /** Whether somebody may not see a symbol any more. */
  public boolean revoked(Identity who, String symbol) {
    return any(who, symbol);
  }

  private boolean any(Identity who, @Nullable String symbol) {
    if (all.isEmpty()) {
      return false; // as a rule: no clock is read
    }
    Instant now = clock.instant();
    for (Revocation each : all) {
      boolean meant =
          each.everything() || (symbol != null && Entitlement.covers(each.symbols, symbol));
      if (meant && each.concerns(who) && now.isBefore(each.until)) {
        return true;
      }
    }
    return false;
  }

  /** How many there are, ended ones perhaps among them. */
  public int size() {
    return all.size();
  }
}
