package io.tickgate.ops;

import io.tickgate.deliver.Sessions;
import io.tickgate.market.Glob;
import io.tickgate.security.Revocations.Revocation;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Taking entitlements back before their tokens expire: for the group {@code md-admin}. */
@Path("/v1/admin/revocations")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class RevocationsResource {
  private final Sessions sessions;
  private final AdminDoor door;
  private final InstantSource clock;

  RevocationsResource(Sessions sessions, AdminDoor door, InstantSource clock) {
    this.sessions = sessions;
    this.door = door;
    this.clock = clock;
  }

  /**
   * What is taken back, on this node until it restarts.
   *
   * @param subject whose; null for any
   * @param tokenId the {@code jti} of one token; null for any
   * @param symbols names and globs; null or empty for everything
   * @param seconds how long it holds: as long as the tokens that it is about may
   */
  public record Taken(
      @Nullable String subject,
      @Nullable String tokenId,
      @Nullable List<String> symbols,
      long seconds) {
    private static final long YEAR = 366L * 86_400;

    Revocation from(Instant now) {
      List<String> names = symbols == null ? List.of() : symbols;
      for (String name : names) {
        String fault = Glob.fault(name);
        if (fault != null) {
          throw new BadRequestException("symbols: " + fault);
        }
      }
      if (seconds < 1 || seconds > YEAR) {
        throw new BadRequestException("seconds: 1 to " + YEAR);
      }
      if (subject == null && tokenId == null) {
        throw new BadRequestException("subject or tokenId is needed");
      }
      List<Glob> globs = names.stream().map(Glob::new).toList();
      return new Revocation(subject, tokenId, globs, now.plusSeconds(seconds));
    }
  }

  /** Takes an entitlement back; 409 when as many are taken back as may be. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Takes back what tokens say before they expire, on this node")
  public CompletionStage<Void> revoke(@Nullable Taken taken) {
    if (taken == null) {
      throw new BadRequestException("a body is needed");
    }
    String symbols = String.valueOf(taken.symbols());
    door.check(
        "revoke",
        "whose",
        String.valueOf(taken.subject()),
        "token-id",
        String.valueOf(taken.tokenId()),
        "symbols",
        symbols);
    return sessions
        .revoke(taken.from(clock.instant()))
        .thenAccept(
            added -> {
              if (!added) {
                throw new ClientErrorException("as many are taken back as may be", 409);
              }
            });
  }
}
