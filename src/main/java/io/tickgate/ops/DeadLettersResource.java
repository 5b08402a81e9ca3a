package io.tickgate.ops;

import io.tickgate.adapter.messaging.DeadLetters;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Messages of the channel {@code feed} that were rejected. */
@Path("/v1/admin/dead-letters")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {
  private final DeadLetters deadLetters;
  private final AdminDoor door;

  DeadLettersResource(DeadLetters deadLetters, AdminDoor door) {
    this.deadLetters = deadLetters;
    this.door = door;
  }

  /**
   * What is kept of them.
   *
   * @param total how many there were
   */
  public record View(long total, List<Row> letters) {}

  /** One message; see {@link DeadLetters.DeadLetter}. */
  public record Row(long rx, String code, String message, String excerpt) {}

  /** Those kept, oldest first. */
  @GET
  @Operation(summary = "The last messages of the channel that were rejected, with the reason")
  public View list() {
    door.check("dead-letters");
    List<Row> rows =
        deadLetters.letters().stream()
            .map(each -> new Row(each.rx(), each.code().text(), each.message(), each.excerpt()))
            .toList();
    return new View(deadLetters.total(), rows);
  }
}
