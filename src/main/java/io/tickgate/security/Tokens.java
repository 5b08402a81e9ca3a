package io.tickgate.security;

import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import io.smallrye.jwt.auth.principal.UnmatchedTokenKidException;
import io.tickgate.security.Verdict.Accepted;
import io.tickgate.security.Verdict.Rejected;
import io.tickgate.wire.ErrorCode;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens (JWT, RFC 7519; rules of RFC 8725): signature, issuer, audience, times, claims.
 *
 * <p>Any thread may ask; the check runs on one of two threads of its own, because a key may have to
 * be fetched first, and signatures of a crowd that reconnects would hold up the ticks of those who
 * stayed. What waits is bounded; what is too much is turned away with {@code internal}, which a
 * client may try again.
 */
public final class Tokens implements AutoCloseable {
  /** One may wait for a remote key while the other goes on with keys that are here. */
  private static final int THREADS = 2;

  private static final int MAX_SUBJECT = 256;

  /**
   * What makes a token good.
   *
   * @param key PEM file, JWKS file or address of a JWKS
   * @param maxLength of a token, in characters
   * @param maxWaiting tokens that may wait for their check
   */
  record Rules(
      String key,
      String issuer,
      String audience,
      Duration clockSkew,
      Duration keyRefresh,
      int maxLength,
      int maxWaiting) {}

  public final LongAdder accepted = new LongAdder();
  public final LongAdder rejected = new LongAdder();

  /** Turned away unchecked because too many waited. */
  public final LongAdder overflowed = new LongAdder();

  private final @Nullable JWTParser parser; // null: no token is ever good
  private final boolean remote; // keys that may be out of reach
  private final int maxLength;
  private final Revocations revocations;
  private final InstantSource clock;
  private final ThreadPoolExecutor threads;

  /**
   * A check by those rules; without rules every token is refused.
   *
   * @throws IllegalArgumentException when the key can't be used; the message names what to put
   */
  Tokens(@Nullable Rules rules, Revocations revocations, InstantSource clock) {
    this.parser = rules == null ? null : parser(rules);
    this.remote = rules != null && Keys.remote(rules.key);
    this.maxLength = rules == null ? 0 : rules.maxLength;
    this.revocations = revocations;
    this.clock = clock;
    int waiting = rules == null ? 1 : rules.maxWaiting;
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            Tokens::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tickgate-tokens");
    thread.setDaemon(true);
    return thread;
  }

  private static JWTParser parser(Rules rules) {
    JWTAuthContextInfo info = new JWTAuthContextInfo();
    Keys.configure(info, rules.key);
    info.setIssuedBy(rules.issuer);
    info.setExpectedAudience(Set.of(rules.audience));
    info.setClockSkew(Math.toIntExact(rules.clockSkew.toSeconds()));
    // minutes is what the library counts in
    info.setJwksRefreshInterval(Math.toIntExact(rules.keyRefresh.toMinutes()));
    info.setRequireNamedPrincipal(false);
    return new DefaultJWTParser(info);
  }

  /** Checks a token; the answer comes on some thread, and never as an exception. */
  public CompletionStage<Verdict> check(String token) {
    if (token.length() > maxLength) {
      return CompletableFuture.completedFuture(
          count(Verdict.unauthorized("a token has " + maxLength + " characters at most")));
    }
    try {
      return CompletableFuture.supplyAsync(() -> count(verdict(token)), threads);
    } catch (RejectedExecutionException e) {
      overflowed.increment();
      return CompletableFuture.completedFuture(
          new Rejected(ErrorCode.INTERNAL, "too many tokens wait to be checked"));
    }
  }

  private Verdict count(Verdict verdict) {
    (verdict instanceof Accepted ? accepted : rejected).increment();
    return verdict;
  }

  private Verdict verdict(String token) {
    JWTParser checks = parser;
    if (checks == null) {
      return Verdict.unauthorized("no token is good here");
    }
    try {
      Identity identity = identity(checks.parse(token));
      if (identity.expired(clock.instant())) {
        return new Rejected(ErrorCode.TOKEN_EXPIRED, "the token has expired");
      }
      return revocations.revoked(identity)
          ? new Rejected(ErrorCode.FORBIDDEN, "revoked")
          : new Accepted(identity);
    } catch (ParseException e) {
      return rejected(e);
    } catch (IllegalArgumentException e) {
      return Verdict.unauthorized(String.valueOf(e.getMessage())); // of a claim, by our own words
    } catch (RuntimeException e) {
      return Verdict.unauthorized("the token can't be read"); // the library met the unexpected
    }
  }

  private Rejected rejected(ParseException fault) {
    if (expired(fault)) {
      return new Rejected(ErrorCode.TOKEN_EXPIRED, "the token has expired");
    }
    Throwable cause = fault.getCause();
    boolean keyMissing =
        cause instanceof UnresolvableKeyException && !(cause instanceof UnmatchedTokenKidException);
    return remote && keyMissing
        ? new Rejected(ErrorCode.INTERNAL, "the keys to check tokens with can't be read now")
        : Verdict.unauthorized("the token isn't good");
  }

  /** Whether the token was good once; what isn't signed right doesn't get that answer. */
  private static boolean expired(ParseException fault) {
    return fault.getCause() instanceof InvalidJwtException invalid
        && invalid.getErrorDetails().size() == 1
        && invalid.hasExpired();
  }

  private static Identity identity(JsonWebToken token) {
    String subject = token.getSubject();
    if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT) {
      throw new IllegalArgumentException("sub: not 1 to " + MAX_SUBJECT + " characters");
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String group : token.getGroups()) {
      Role role = Role.of(group);
      if (role != null) {
        roles.add(role);
      }
    }
    Object md = token.getClaim("md");
    if (md != null && !(md instanceof JsonValue)) {
      throw new IllegalArgumentException("md: not an object");
    }
    Instant expiresAt = Instant.ofEpochSecond(token.getExpirationTime());
    String id = token.getTokenID();
    return new Identity(subject, id, roles, expiresAt, Claims.read((JsonValue) md));
  }

  /** Tokens that wait now. */
  public int waiting() {
    return threads.getQueue().size();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
