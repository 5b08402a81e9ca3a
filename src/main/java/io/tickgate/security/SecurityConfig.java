package io.tickgate.security;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is let in. */
@ConfigMapping(prefix = "tickgate.security")
public interface SecurityConfig {
  /**
   * {@code required}: everything below {@code /v1} but the protocol's documents asks for a token.
   * {@code off}: everybody may read everything and publish; what dev mode and tests take.
   */
  @WithDefault("required")
  Auth auth();

  /** Whether tokens are asked for. */
  enum Auth {
    REQUIRED,
    OFF
  }

  /**
   * The public key that tokens are checked with: a PEM file (RSA, P-256 or Ed25519), a JWKS file,
   * or the {@code https} address of a JWKS. Without it a gateway that requires tokens doesn't
   * start.
   */
  Optional<String> key();

  /** The {@code iss} that a token must have. Needed wherever tokens are required. */
  Optional<String> issuer();

  /** The {@code aud} that a token must have: one made for another service opens nothing here. */
  @WithDefault("tickgate")
  String audience();

  /** How far in the future {@code nbf} may lie, for clocks that differ; {@code exp} is exact. */
  @WithDefault("10s")
  Duration clockSkew();

  /**
   * A JWKS at an address is read again after that time, in whole minutes, and for a key that it
   * doesn't hold.
   */
  @WithDefault("10m")
  Duration keyRefresh();

  /** Longest token. A header line has room for about twice as much. */
  @WithDefault("8192")
  MemorySize maxTokenSize();

  /**
   * Tokens that may wait to be checked; more are turned away and may come again. A check takes
   * about 0.1 ms, so this is a tenth of a second of a reconnecting crowd, or what comes while a key
   * is fetched.
   */
  @WithDefault("1000")
  int maxWaitingTokens();

  /** A connection without a token must bring one in that time, else it ends with 4500. */
  @WithDefault("5s")
  Duration authDeadline();

  /** How long before a token expires its connection is told. */
  @WithDefault("60s")
  Duration expiryNotice();

  /**
   * Origins of web pages, besides the gateway's own, that may use it: scheme, host and port as a
   * browser sends them. Quarkus' CORS filter reads them too; others get 403.
   */
  Optional<List<String>> allowedOrigins();

  /** Entitlements taken back at the same time; at the limit further ones are refused. */
  @WithDefault("10000")
  int maxRevocations();
}
