package io.tickgate.security;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What can't be meant by a {@link SecurityConfig}: each refusal names its key and the value. */
final class SecurityChecks {
  /** The JWT library counts in minutes. */
  private static final Duration LEAST_REFRESH = Duration.ofMinutes(1);

  /** Beyond any head that Quarkus reads. */
  private static final long MOST_TOKEN = 1 << 20;

  /**
   * An origin as browsers send it (RFC 6454 section 6.2); one with a path or in capitals would
   * never be met. Between slashes Quarkus takes a regular expression.
   */
  private static final Pattern ORIGIN = Pattern.compile("https?://[^/A-Z\\s]+|/.+/|\\*");

  private SecurityChecks() {}

  /**
   * Checks what has a type but not just any value.
   *
   * @throws IllegalArgumentException for the first that is out of range
   */
  static void check(SecurityConfig config) {
    within("max-token-size", config.maxTokenSize().asLongValue(), 1, MOST_TOKEN);
    within("max-waiting-tokens", config.maxWaitingTokens(), 1, 1_000_000);
    within("max-revocations", config.maxRevocations(), 0, 1_000_000);
    positive("auth-deadline", config.authDeadline());
    notNegative("expiry-notice", config.expiryNotice());
    notNegative("clock-skew", config.clockSkew());
    if (config.keyRefresh().compareTo(LEAST_REFRESH) < 0) {
      throw fault("key-refresh", config.keyRefresh(), "is below a minute");
    }
    for (String origin : config.allowedOrigins().orElse(List.of())) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw fault("allowed-origins", origin, "is no origin: https://host or https://host:port");
      }
    }
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw fault(key, value, "is not " + least + " to " + most);
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isZero()) {
      throw fault(key, value, "is not above 0");
    }
    notNegative(key, value);
  }

  private static void notNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw fault(key, value, "is below 0");
    }
  }

  private static IllegalArgumentException fault(String key, Object value, String what) {
    return new IllegalArgumentException("tickgate.security." + key + ": " + value + " " + what);
  }
}
