package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The document of the protocol can be read, references and all, from a running gateway (§1). */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class ProtocolDocumentTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Test
  void protocolIsAnAsyncApiDocument() {
    Response response = given().get("/v1/protocol");
    assertEquals(200, response.statusCode());
    JsonNode document = Inbox.parse(response.asString());
    assertTrue(document.path("asyncapi").asText().startsWith("3."), "asyncapi version");
    assertEquals("/v1/stream", document.at("/channels/stream/address").asText());
  }

  /** As a reader does: relative to where the document was found (RFC 3986 section 5.1.3). */
  @Test
  void everyReferenceCanBeFollowed() throws IOException, InterruptedException {
    Set<URI> open = new HashSet<>(Set.of(Endpoint.of("/v1/protocol")));
    Set<URI> done = new HashSet<>();
    while (!open.isEmpty()) {
      URI next = open.iterator().next();
      open.remove(next);
      done.add(next);
      HttpResponse<String> response =
          HTTP.send(HttpRequest.newBuilder(next).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), next.toString());
      for (String reference : Inbox.parse(response.body()).findValuesAsText("$ref")) {
        URI target = response.uri().resolve(reference.replaceFirst("#.*", ""));
        if (!reference.startsWith("#") && !done.contains(target)) {
          open.add(target);
        }
      }
    }
    assertTrue(done.size() > 20, done.size() + " documents");
  }
}
