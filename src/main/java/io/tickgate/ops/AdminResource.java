package io.tickgate.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.deliver.Explanation;
import io.tickgate.deliver.SessionDesk;
import io.tickgate.deliver.Sessions;
import io.tickgate.market.Channel;
import io.tickgate.wire.CloseCode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Looking at sessions and ending them: for the group {@code md-admin}. */
@Path("/v1/admin")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class AdminResource {
  /** A page that a person can read and a browser can show. */
  private static final int MOST = 1_000;

  private final Sessions sessions;
  private final SessionDesk desk;
  private final AdminDoor door;

  AdminResource(Sessions sessions, SessionDesk desk, AdminDoor door) {
    this.sessions = sessions;
    this.desk = desk;
    this.door = door;
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

  /** Sessions of the node, in the order of their ids. */
  @GET
  @Path("/sessions")
  @Operation(summary = "Client sessions: address, subscriptions, lag and what was written")
  public CompletionStage<SessionDesk.Page> list(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") String limit) {
    door.check("sessions");
    return desk.page(after, number("limit", limit));
  }

  private static int number(String name, String text) {
    // a number by its digits: JAX-RS would answer 404 to what isn't one
    int value = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > MOST) {
      throw new BadRequestException(name + ": 1 to " + MOST);
    }
    return value;
  }

  /** One session and its subscriptions. */
  @GET
  @Path("/sessions/{id}")
  @Operation(summary = "A client session and what it has subscribed")
  public CompletionStage<SessionDesk.Detail> detail(@PathParam("id") String id) {
    door.check("session", "session", id);
    return desk.detail(id).thenApply(found -> orNotFound(found, id));
  }

  private static <T> T orNotFound(Optional<T> found, String id) {
    return found.orElseThrow(() -> new NotFoundException("no session " + id));
  }

  /** Closes a session with 4503. */
  @DELETE
  @Path("/sessions/{id}")
  @Operation(summary = "Closes a client session; the client is told not to reconnect")
  public CompletionStage<Void> close(@PathParam("id") String id) {
    door.check("close", "session", id);
    return sessions
        .close(id, CloseCode.CLOSED_BY_OPERATOR)
        .thenAccept(
            found -> {
              if (!found) {
                throw new NotFoundException("no session " + id);
              }
            });
  }

  /** Why a client did or did not get the last ticks of a symbol. */
  @GET
  @Path("/explain")
  @Operation(summary = "Why a client did or did not get the last ticks of a symbol")
  public CompletionStage<Explanation> explain(
      @QueryParam("session") @Nullable String session,
      @QueryParam("symbol") @Nullable String symbol,
      @QueryParam("channel") @Nullable String channel) {
    door.check("explain", "session", String.valueOf(session), "symbol", String.valueOf(symbol));
    if (session == null || symbol == null) {
      throw new BadRequestException("session and symbol are needed");
    }
    Channel only = channel == null ? null : Channel.of(channel);
    if (channel != null && only == null) {
      throw new BadRequestException("channel: there is no such channel");
    }
    return desk.explain(session, symbol, only).thenApply(found -> orNotFound(found, session));
  }
}
