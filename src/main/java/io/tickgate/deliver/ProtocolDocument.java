package io.tickgate.deliver;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The protocol as an AsyncAPI 3 document, and the JSON Schemas that it refers to. */
@Path("/v1")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
public class ProtocolDocument {
  @GET
  @Path("/protocol")
  @Operation(summary = "The AsyncAPI 3 document of the client protocol")
  public byte[] asyncApi() {
    return resource("asyncapi.json");
  }

  /** Where the document's references lead, from {@code /v1/protocol}. */
  @GET
  @Path("/schemas/{name:[a-z-]{1,40}\\.json}")
  @Operation(summary = "The JSON Schema of a message")
  public byte[] schema(@PathParam("name") String name) {
    return resource("schemas/" + name);
  }

  /** The same for those who take the document for a folder. */
  @GET
  @Path("/protocol/schemas/{name:[a-z-]{1,40}\\.json}")
  @Operation(hidden = true)
  public byte[] schemaBeside(@PathParam("name") String name) {
    return schema(name);
  }

  private static byte[] resource(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream in = loader.getResourceAsStream("protocol/" + name)) {
      if (in == null) {
        throw new NotFoundException();
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
