package io.tickgate.ops;

import io.quarkus.runtime.Quarkus;
import io.tickgate.deliver.Drain;
import io.tickgate.deliver.DrainConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Taking the node out of service and back: for the group {@code md-admin}. */
@Path("/v1/admin/drain")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class DrainResource {
  /** Longer than anybody's deployment waits for a node. */
  private static final long MOST_MILLIS = 3_600_000;

  private final Drain drain;
  private final DrainConfig config;
  private final AdminDoor door;

  DrainResource(Drain drain, DrainConfig config, AdminDoor door) {
    this.drain = drain;
    this.config = config;
    this.door = door;
  }

  /**
   * How to drain; what is null is as {@code tickgate.drain} says.
   *
   * @param exit whether the process ends when the clients are gone
   */
  public record Order(@Nullable Long delayMs, @Nullable Long windowMs, boolean exit) {}

  /**
   * What the node does.
   *
   * @param state {@code serving}, {@code draining} or {@code drained}
   * @param sessions clients that are here
   */
  public record DrainView(String state, int sessions) {}

  /** Whether the node is in service, and who is still here. */
  @GET
  @Operation(summary = "Whether the node is in service, and how many clients are here")
  public DrainView show() {
    door.check("drain-state");
    return view();
  }

  /** Sends the clients away, spread over a window; newcomers get 503. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Takes the node out of service: clients are told when to come back elsewhere")
  public DrainView begin(@Nullable Order order) {
    Order wanted = order == null ? new Order(null, null, false) : order;
    door.check("drain", "exit", String.valueOf(wanted.exit));
    drain.begin(
        duration("delayMs", wanted.delayMs, config.delay()),
        duration("windowMs", wanted.windowMs, config.window()));
    if (wanted.exit) {
      Thread last = new Thread(this::exit, "drain");
      last.setDaemon(true);
      last.start();
    }
    return view();
  }

  private void exit() {
    drain.await();
    if (drain.on()) { // it wasn't called off
      Quarkus.asyncExit(0);
    }
  }

  private static Duration duration(String name, @Nullable Long millis, Duration usual) {
    if (millis == null) {
      return usual;
    }
    if (millis < 0 || millis > MOST_MILLIS) {
      throw new BadRequestException(name + ": 0 to " + MOST_MILLIS);
    }
    return Duration.ofMillis(millis);
  }

  /** Takes clients again; those that are still here stay. */
  @DELETE
  @Operation(summary = "Takes the node back into service")
  public DrainView callOff() {
    door.check("drain-call-off");
    drain.callOff();
    return view();
  }

  private DrainView view() {
    int left = drain.left();
    String state = drain.on() ? (left > 0 ? "draining" : "drained") : "serving";
    return new DrainView(state, left);
  }
}
