package io.tickgate;

import io.tickgate.adapter.endpoint.PublisherGate;
import io.tickgate.adapter.publish.Venues;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.security.Revocations;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Publishers may write what their token says, until it expires or is revoked. */
@Singleton
final class PublishingRights implements PublisherGate {
  private final Revocations revocations;

  PublishingRights(Revocations revocations) {
    this.revocations = revocations;
  }

  @Override
  public Future<Admission> admit(RoutingContext request) {
    Identity who = Gate.identity(); // with the role that the path asks for
    return Future.succeededFuture(
        who == null
            ? new Refused(401, ErrorCode.UNAUTHORIZED, "a token is needed")
            : new Granted(new Rights(who)));
  }

  private final class Rights implements Venues {
    private final Identity who;

    Rights(Identity who) {
      this.who = who;
    }

    @Override
    public boolean mayWrite(String venue) {
      return who.mayPublish(venue);
    }

    @Override
    public boolean revoked() {
      return revocations.revoked(who);
    }

    @Override
    public long expiresAtMillis() {
      Instant end = who.expiresAt();
      return end == null ? Long.MAX_VALUE : end.toEpochMilli();
    }
  }
}
