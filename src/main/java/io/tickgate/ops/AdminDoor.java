package io.tickgate.ops;

import io.tickgate.audit.Audit;
import io.tickgate.ops.AdminResource.AdminConfig;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.security.Role;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;

/** Before each of the operator's endpoints: who may use it, and a line in the audit log. */
@Singleton
final class AdminDoor {
  private final AdminConfig config;
  private final Audit audit;

  AdminDoor(AdminConfig config, Audit audit) {
    this.config = config;
    this.audit = audit;
  }

  /**
   * Lets the caller of this request pass, and says so.
   *
   * @param what it does, in a word
   * @param facts keys and values in turn
   * @throws NotFoundException where nobody is asked for a token and the endpoints are off
   */
  void pass(String what, String... facts) {
    Identity who = Gate.identity();
    boolean asked = who != null && who.has(Role.ADMIN); // the gate has refused everybody else
    if (!asked && !config.enabled()) {
      throw new NotFoundException("no tokens are asked for and tickgate.admin.enabled is false");
    }
    audit.tell(Audit.Event.ADMIN, who == null ? "" : who.subject(), what, facts);
  }
}
