package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.publish.Venues;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Decides who may publish. On the event loop of the connection; must not block. */
public interface PublisherGate {
  /** What became of a request to publish. */
  sealed interface Admission {}

  /** The caller may publish ticks of those venues. */
  record Granted(Venues venues) implements Admission {}

  /**
   * The caller may not.
   *
   * @param status 401 without a valid token, 403 with one that doesn't allow it
   */
  record Refused(int status, ErrorCode code, String message) implements Admission {}

  /** Who sent this, and what may it write? A failed future is answered with 500. */
  Future<Admission> admit(RoutingContext request);
}
