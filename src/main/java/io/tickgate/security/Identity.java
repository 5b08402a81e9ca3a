package io.tickgate.security;

import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is and what for: a token that was checked. Immutable, any thread.
 *
 * @param subject the {@code sub} claim; empty for {@link #ANYONE}
 * @param tokenId the {@code jti} claim, or null
 * @param roles from {@code groups}
 * @param expiresAt from then on it is good for nothing; null for never
 * @param entitlement the {@code md} claim
 */
public record Identity(
    String subject,
    @Nullable String tokenId,
    Set<Role> roles,
    @Nullable Instant expiresAt,
    Entitlement entitlement) {

  /**
   * Who comes without a token where none is asked for: reads everything and writes to every venue,
   * but is no administrator.
   */
  public static final Identity ANYONE =
      new Identity("", null, EnumSet.of(Role.READ, Role.PUBLISH), null, Entitlement.all());

  /** Who hasn't said yet who it is: may do nothing. */
  public static final Identity NOBODY = new Identity("", null, Set.of(), null, Entitlement.all());

  /** A copy that nobody can change. */
  public Identity {
    roles = Set.copyOf(roles);
  }

  /** Whether it was given that role. */
  public boolean has(Role role) {
    return roles.contains(role);
  }

  /** How fresh it may see a symbol in a channel; {@code FORBIDDEN} without the role to read. */
  public Timeliness timeliness(Channel channel, String symbol) {
    return has(Role.READ) ? entitlement.timeliness(channel, symbol) : Timeliness.FORBIDDEN;
  }

  /** Whether it may read anything in a channel. */
  public boolean mayRead(Channel channel) {
    return has(Role.READ) && entitlement.channels().contains(channel);
  }

  /** Whether something that a symbol or glob covers may be seen late only. */
  public boolean mayBeDelayed(String symbolOrGlob) {
    Glob meant = new Glob(symbolOrGlob);
    return entitlement.delayed().stream().anyMatch(meant::overlaps);
  }

  /** Whether there are symbols that it may see late only. */
  public boolean seesSomeLate() {
    return !entitlement.delayed().isEmpty();
  }

  /** Whether everything that one may read or write the other may. */
  public boolean mayTheSameAs(Identity other) {
    return roles.equals(other.roles) && entitlement.equals(other.entitlement);
  }

  /** Whether it may write ticks of symbols of that venue. */
  public boolean mayPublish(String venue) {
    return has(Role.PUBLISH) && (anyone() || entitlement.publish().contains(venue));
  }

  /** Whether this is {@link #ANYONE}: no token was asked for. */
  public boolean anyone() {
    return this == ANYONE;
  }

  /** Whether it has expired at that time. */
  public boolean expired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** When it expires in microseconds since the epoch; -1 for never. */
  public long expiresAtMicros() {
    return expiresAt == null ? -1 : expiresAt.toEpochMilli() * 1_000;
  }
}
