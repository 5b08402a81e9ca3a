package io.tickgate.ops;

import io.tickgate.venueserver.Fault;
import io.tickgate.venueserver.Faults;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Orders faults of the venue of one's own, {@code tickgate.venue-server}. */
@Path("/v1/admin/venue-server/faults")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class VenueFaultsResource {
  private final Faults faults;
  private final AdminDoor door;
  private final boolean served;

  VenueFaultsResource(
      Faults faults,
      AdminDoor door,
      @ConfigProperty(name = "tickgate.venue-server.enabled") boolean served) {
    this.faults = faults;
    this.door = door;
    this.served = served;
  }

  /**
   * An order.
   *
   * @param fault its name, {@code bad-checksum}
   * @param every one in so many messages, 0 for none any more; null for once
   */
  public record Order(@Nullable String fault, @Nullable Integer every) {}

  /** How often each happened. */
  @GET
  @Operation(summary = "How often each fault of the local venue happened so far")
  public Map<String, Long> list() {
    check("venue-faults");
    return happened();
  }

  /** Orders one; what happened so far is returned. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Orders a fault of the local venue, once or for one in so many messages")
  public Map<String, Long> order(@Nullable Order order) {
    Fault fault = order == null || order.fault() == null ? null : Fault.of(order.fault());
    check("venue-fault", "fault", fault == null ? "" : fault.text());
    if (order == null || fault == null) {
      throw new BadRequestException("fault: there is no such fault");
    }
    try {
      if (order.every() == null) {
        faults.once(fault);
      } else {
        faults.every(fault, order.every());
      }
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e.getMessage(), e);
    }
    return happened();
  }

  /** Takes all orders back. */
  @DELETE
  @Operation(summary = "Takes back all orders of faults of the local venue")
  public void clear() {
    check("venue-faults-clear");
    faults.clear();
  }

  private Map<String, Long> happened() {
    Map<String, Long> counts = new TreeMap<>();
    faults.happened().forEach((fault, count) -> counts.put(fault.text(), count));
    return counts;
  }

  private void check(String what, String... facts) {
    if (!served) {
      throw new NotFoundException("tickgate.venue-server.enabled is false");
    }
    door.check(what, facts);
  }
}
