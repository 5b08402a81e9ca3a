package io.tickgate.security;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.tickgate.security.SecurityConfig.Auth;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes from the configuration what decides who is let in; the start ends where it can't. */
@Singleton
final class SecurityProducer {
  private static final Logger LOG = Logger.getLogger(SecurityProducer.class);

  @Produces
  @Singleton
  Revocations revocations(SecurityConfig config, InstantSource clock) {
    return new Revocations(clock, config.maxRevocations());
  }

  @Produces
  @Singleton
  Tokens tokens(SecurityConfig config, Revocations revocations, InstantSource clock) {
    try {
      SecurityChecks.check(config);
      return new Tokens(rules(config), revocations, clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  void close(@Disposes Tokens tokens) {
    tokens.close();
  }

  private static Tokens.@Nullable Rules rules(SecurityConfig config) {
    if (config.auth() == Auth.OFF) {
      LOG.info("no tokens asked for, everybody may read and publish: tickgate.security.auth=off");
      return null;
    }
    return new Tokens.Rules(
        needed(config.key(), "key", "the PEM or JWKS file, or the https address of a JWKS, to"),
        needed(config.issuer(), "issuer", "the iss that tokens must have, to"),
        config.audience(),
        config.clockSkew(),
        config.keyRefresh(),
        Math.toIntExact(config.maxTokenSize().asLongValue()),
        config.maxWaitingTokens());
  }

  private static String needed(Optional<String> value, String key, String what) {
    return value.orElseThrow(
        () ->
            new IllegalArgumentException(
                "tickgate.security.%s is not set: put %s check tokens with, or".formatted(key, what)
                    + " tickgate.security.auth=off to let everybody read and publish"));
  }
}
