package io.tickgate.ops;

import io.tickgate.audit.Audit;
import io.tickgate.ops.AdminResource.AdminConfig;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.security.Role;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;

/** Who may use the operator's endpoints: asked first by each of them. */
@Singleton
final class AdminDoor {
  private final AdminConfig config;
  private final Audit audit;

  AdminDoor(AdminConfig config, Audit audit) {
    this.config = config;
    this.audit = audit;
  }

  /**
   * Lets an operator pass and notes it in the audit.
   *
   * @param facts names and values
   * @throws NotFoundException to everybody else
   */
  void check(String what, String... facts) {
    Identity who = Gate.identity();
    boolean admin = who != null && who.has(Role.ADMIN);
    boolean open = who != null && who.anyone() && config.enabled();
    if (!admin && !open) { // the gate has told everybody else why, if tokens are asked for
      throw new NotFoundException("no tokens are asked for and tickgate.admin.enabled is false");
    }
    audit.tell(Audit.Event.ADMIN, who == null ? "" : who.subject(), what, facts);
  }
}
