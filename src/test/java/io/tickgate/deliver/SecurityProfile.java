package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tickgate.security.TokenMint;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A gateway that asks for tokens of {@link TokenMint#shared}, with delayed books and a clock that
 * tests move by hand, and no feed but {@link TestMarket}.
 */
public class SecurityProfile implements QuarkusTestProfile {
  /** Long enough for a browser on a busy machine. */
  static final Duration AUTH_DEADLINE = Duration.ofSeconds(3);

  /** An origin that is allowed. */
  static final String ORIGIN = "https://desk.example";

  @Override
  public String getConfigProfile() {
    return "protocol";
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tickgate.security.auth",
        "required",
        "tickgate.security.key",
        TokenMint.sharedKey(),
        "tickgate.security.issuer",
        TokenMint.ISSUER,
        "tickgate.security.auth-deadline",
        AUTH_DEADLINE.toSeconds() + "s",
        "tickgate.security.allowed-origins",
        ORIGIN,
        "tickgate.deliver.max-subscriptions",
        "10",
        // for a gateway without tokens, so of no meaning here
        "tickgate.admin.enabled",
        "true");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(MovedClock.class, DelayedMarket.class);
  }
}
