package io.tickgate.ops;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Answers of the operator's endpoints to what they can't do: JSON that says why. */
final class AdminFaults {
  /** The answer's body. */
  record Fault(int status, @Nullable String message) {}

  @ServerExceptionMapper
  Response answer(WebApplicationException fault) {
    Response told = fault.getResponse();
    if (told.hasEntity()) {
      return told;
    }
    return Response.fromResponse(told)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new Fault(told.getStatus(), fault.getMessage()))
        .build();
  }
}
