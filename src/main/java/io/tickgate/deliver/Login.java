package io.tickgate.deliver;

import io.tickgate.audit.Audit;
import io.tickgate.security.Identity;
import io.tickgate.security.Tokens;
import io.tickgate.security.Verdict;
import io.tickgate.security.Verdict.Accepted;
import io.tickgate.security.Verdict.Rejected;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.ServerMessages.Auth;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who a session is of. Owned by the session's loop.
 *
 * <pre>
 *   Awaiting ──good token──▶ Known ──good token of the same subject──▶ Known
 *      │ deadline 4500         │ expiry 4001, revoked 4501
 *      │ bad token 4500        ▼
 *      └──────────────────▶ (closed)
 * </pre>
 *
 * <p>While a token is checked on another thread, further requests of the session are held back, so
 * that each is answered in its turn and by what it may do then.
 */
final class Login {
  /** Holds for whom nothing is known: it may do nothing. */
  private sealed interface State {
    Identity identity();
  }

  /**
   * No token yet.
   *
   * @param deadline in the loop's milliseconds
   */
  private record Awaiting(long deadline) implements State {
    @Override
    public Identity identity() {
      return Identity.NOBODY;
    }
  }

  /**
   * A token was good.
   *
   * @param told whether the client knows that it expires soon
   */
  private record Known(Identity identity, boolean told) implements State {
    /** Whether the client knows that this one expires soon, as it lives no longer than its last. */
    boolean toldOf(Identity next) {
      Instant end = identity.expiresAt();
      Instant nextEnd = next.expiresAt();
      return told && end != null && nextEnd != null && !nextEnd.isAfter(end);
    }
  }

  /** Until one of the subject's other connections may have ended. */
  private static final long SUBJECT_RETRY_MILLIS = 5_000;

  private final Session session;
  private final Access access;
  private State state;
  private boolean checking;
  private boolean narrowed; // by something that was taken back, perhaps
  private long work;
  private Runnable onChecked = () -> {};
  private Predicate<String> claim = subject -> true;

  Login(Session session, @Nullable Identity identity) {
    this.session = session;
    this.access = session.context().access();
    long deadline = session.fanout().nowMillis() + access.deadline().toMillis();
    this.state = identity == null ? new Awaiting(deadline) : new Known(identity, false);
  }

  /** Runs after each check, when what was held back can go on. */
  void onChecked(Runnable action) {
    onChecked = action;
  }

  /** Asked whether a subject may have one more connection, before it is let in. */
  void claims(Predicate<String> place) {
    claim = place;
  }

  Identity identity() {
    return state.identity();
  }

  /** Whether the client may ask for more than to be let in. */
  boolean known() {
    return state instanceof Known;
  }

  /** Whether a token is being checked. */
  boolean checking() {
    return checking;
  }

  /** As told in {@code welcome}. */
  Auth told() {
    Identity who = identity();
    return new Auth(
        access.required(),
        known() ? 0 : access.deadline().toMillis(),
        who.subject().isEmpty() ? null : who.subject(),
        who.expiresAtMicros());
  }

  /** What the tokens that were brought since the last call have cost, as a request's work. */
  long takeWork() {
    long taken = work;
    work = 0;
    return taken;
  }

  void auth(ClientMessage.Auth request) {
    Tokens tokens = access.tokens();
    if (tokens == null) { // nobody is asked: nothing to check
      session.control(session.say().ack(request.id(), "auth", session.subscriptions().size()));
      return;
    }
    checking = true;
    tokens
        .check(request.token())
        .thenAccept(
            verdict -> session.fanout().shard().execute(() -> onVerdict(request.id(), verdict)));
  }

  private void onVerdict(long id, Verdict verdict) {
    checking = false;
    if (session.closed()) {
      return;
    }
    if (verdict instanceof Rejected rejected) {
      refuse(id, rejected.code(), rejected.text());
    } else if (verdict instanceof Accepted accepted) {
      enter(id, accepted.identity());
    }
    onChecked.run();
  }

  private void enter(long id, Identity identity) {
    if (known() && !identity.subject().equals(identity().subject())) {
      tell(id, ErrorCode.FORBIDDEN, "the token is of another subject");
      return;
    }
    if (!claim.test(identity.subject())) {
      session.context().stats().errors(ErrorCode.RATE_LIMITED).increment();
      String text = "the subject has as many connections as it may";
      session.control(session.say().error(id, ErrorCode.RATE_LIMITED, text, SUBJECT_RETRY_MILLIS));
      session.close(CloseCode.FULL);
      return;
    }
    boolean same = known() && !takenBack() && identity().mayTheSameAs(identity);
    state = new Known(identity, state instanceof Known known && known.toldOf(identity));
    tellAudit();
    if (endRevoked()) {
      return;
    }
    long before = session.subscriptions().work();
    Subscriptions.Change change =
        same ? Subscriptions.Change.NONE : session.subscriptions().entitle();
    work += session.subscriptions().work() - before;
    session.control(
        session
            .say()
            .ackAuth(
                id,
                change.granted(),
                change.ended(),
                session.subscriptions().size(),
                identity.expiresAtMicros()));
    session.flush();
  }

  /** Tells the audit log that somebody came in; where nobody is asked nobody is told. */
  void tellAudit() {
    if (known() && access.required()) {
      String tokenId = identity().tokenId();
      access
          .audit()
          .tell(
              Audit.Event.LOGIN,
              identity().subject(),
              "session",
              "session",
              session.id(),
              "address",
              session.transport().address(),
              "token-id",
              tokenId == null ? "" : tokenId);
    }
  }

  /** A session that was let in before stays as it is; another has had its try. */
  private void refuse(long id, ErrorCode code, String text) {
    tell(id, code, text);
    access
        .audit()
        .tell(
            Audit.Event.REFUSED,
            identity().subject(),
            code.text(),
            "session",
            session.id(),
            "address",
            session.transport().address(),
            "reason",
            text);
    if (known()) {
      return;
    }
    switch (code) {
      case INTERNAL -> {} // not the client's fault: it may try again until the deadline
      case TOKEN_EXPIRED -> session.close(CloseCode.TOKEN_EXPIRED);
      case FORBIDDEN -> session.close(CloseCode.FORBIDDEN);
      default -> session.close(CloseCode.NOT_AUTHENTICATED);
    }
  }

  private void tell(long id, ErrorCode code, String text) {
    session.context().stats().errors(code).increment();
    session.control(session.say().error(id, code, text, -1));
  }

  /** Several times a second: why the session must end now, or null. */
  @Nullable CloseCode look(long nowMillis) {
    if (state instanceof Awaiting awaiting) {
      boolean late = nowMillis >= awaiting.deadline;
      return late ? CloseCode.NOT_AUTHENTICATED : null;
    }
    Instant expiresAt = identity().expiresAt();
    if (expiresAt == null) {
      return null;
    }
    Instant now = session.context().clock().instant();
    if (!now.isBefore(expiresAt)) {
      return CloseCode.TOKEN_EXPIRED;
    }
    boolean soon = !now.isBefore(expiresAt.minus(access.notice()));
    if (soon && state instanceof Known known && !known.told) {
      state = new Known(known.identity, true);
      session.control(session.say().tokenExpiring(identity().expiresAtMicros()));
    }
    return null;
  }

  /** Whether more than tokens says what the session may: something was, or is, taken back. */
  private boolean takenBack() {
    return narrowed || access.market().revocations().size() > 0;
  }

  /** Ends the session if nothing is left of its token; returns whether it did. */
  boolean endRevoked() {
    boolean revoked = access.market().revocations().revoked(identity());
    if (revoked) {
      session.close(CloseCode.FORBIDDEN);
    }
    return revoked;
  }

  /** Something was taken back that concerns this session, perhaps not all. */
  void onRevoked() {
    if (session.closed() || endRevoked()) {
      return;
    }
    narrowed = true;
    Subscriptions.Change change = session.subscriptions().entitle();
    if (!change.nothing()) {
      int left = session.subscriptions().size();
      session.control(session.say().revoked(change.ended(), left));
      session.flush();
    }
  }
}
