package io.tickgate.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.deliver.SessionView;
import io.tickgate.deliver.Sessions;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.security.Role;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Looking at sessions and ending them: for the group {@code md-admin}. */
@Path("/v1/admin")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class AdminResource {
  private final Sessions sessions;
  private final AdminConfig config;

  AdminResource(Sessions sessions, AdminConfig config) {
    this.sessions = sessions;
    this.config = config;
  }

  /** The operator's endpoints. */
  @ConfigMapping(prefix = "tickgate.admin")
  public interface AdminConfig {
    /**
     * Where no tokens are asked for ({@code tickgate.security.auth=off}), whoever reaches the port
     * could use it: off by default. With tokens the group {@code md-admin} decides.
     */
    @WithDefault("false")
    boolean enabled();
  }

  /** Every session of the node. */
  @GET
  @Path("/sessions")
  @Operation(summary = "Client sessions: address, subscriptions, lag and what was written")
  public CompletionStage<List<SessionView>> list() {
    check();
    return sessions.views();
  }

  /** Closes a session with 4503. */
  @DELETE
  @Path("/sessions/{id}")
  @Operation(summary = "Closes a client session; the client is told not to reconnect")
  public CompletionStage<Void> close(@PathParam("id") String id) {
    check();
    return sessions
        .close(id, CloseCode.CLOSED_BY_OPERATOR)
        .thenAccept(
            found -> {
              if (!found) {
                throw new NotFoundException("no session " + id);
              }
            });
  }

  private void check() {
    Identity who = Gate.identity();
    boolean asked = who != null && who.has(Role.ADMIN); // the gate has refused everybody else
    if (!asked && !config.enabled()) {
      throw new NotFoundException("no tokens are asked for and tickgate.admin.enabled is false");
    }
  }
}
