package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.tickgate.security.TokenMint;
import java.util.Map;
import java.util.Set;

/**
 * A gateway that asks for tokens, with a clock that is moved by hand, an operator, and logs so
 * short that clients who are away for long miss trades.
 */
public class RestlessProfile implements QuarkusTestProfile {
  @Override
  public String getConfigProfile() {
    return "protocol";
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tickgate.security.auth", "required",
        "tickgate.security.key", TokenMint.sharedKey(),
        "tickgate.security.issuer", TokenMint.ISSUER,
        "tickgate.admin.enabled", "true",
        "tickgate.book.trade-log", "64",
        "tickgate.book.event-log", "64"); // a log that somebody walks is as deep as this at least
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(MovedClock.class);
  }
}
