package io.tickgate.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.deliver.SessionView;
import io.tickgate.deliver.Sessions;
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

/** Looking at sessions and ending them. Not there unless {@code tickgate.admin.enabled} says so. */
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
     * Off by default: there is no role to ask for yet, so whoever reaches the port could use it.
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
    if (!config.enabled()) {
      throw new NotFoundException("tickgate.admin.enabled is false");
    }
  }
}
