package io.tickgate.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The AsyncAPI document hangs together: every reference leads somewhere, every example holds. */
class AsyncApiTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void speaksOfTheFourChannels() throws Exception {
    JsonNode document = document();
    assertEquals("3.0.0", document.path("asyncapi").asText());
    assertEquals("/v1/stream", document.at("/channels/stream/address").asText());
    assertEquals("/v1/sse", document.at("/channels/sse/address").asText());
    assertEquals("/v1/publish", document.at("/channels/publish/address").asText());
    assertEquals("/v1/ingest", document.at("/channels/ingest/address").asText());
  }

  /** §6: in a header, among the subprotocols, or in the first message; over HTTP in a header. */
  @Test
  void everyWayOfATokenIsThere() throws Exception {
    JsonNode document = document();
    JsonNode schemes = document.at("/components/securitySchemes");
    assertEquals("bearer", schemes.at("/token/scheme").asText());
    assertEquals("Sec-WebSocket-Protocol", schemes.at("/subprotocol/name").asText());
    assertTrue(schemes.at("/first-message/description").asText().contains("\"op\":\"auth\""));
    for (JsonNode server : document.path("servers")) {
      boolean socket = server.path("protocol").asText().startsWith("ws");
      assertEquals(socket ? 3 : 1, server.path("security").size(), server.toString());
    }
  }

  @Test
  void whatIsPublishedIsTheSameBothWays() throws Exception {
    JsonNode channels = document().path("channels");
    for (String name :
        List.of("publish-quote", "publish-trade", "publish-book", "publish-status")) {
      assertFalse(channels.at("/publish/messages/" + name).isMissingNode(), name);
      assertFalse(channels.at("/ingest/messages/" + name).isMissingNode(), name);
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() throws Exception {
    JsonNode document = document();
    List<String> references = references(document);
    assertFalse(references.isEmpty());
    for (String reference : references) {
      JsonNode target =
          reference.startsWith("#")
              ? document.at(reference.substring(1))
              : resource("protocol/" + reference);
      assertFalse(target.isMissingNode(), reference);
    }
  }

  @Test
  void everyReferenceBetweenSchemasLeadsSomewhere() throws Exception {
    for (String schema : schemas()) {
      JsonNode document = schema(schema);
      assertEquals(schema + ".json", document.path("$id").asText());
      for (String reference : references(document)) {
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        JsonNode target = file.isEmpty() ? document : resource("protocol/schemas/" + file);
        String pointer = hash < 0 ? "" : reference.substring(hash + 1);
        assertFalse(target.at(pointer).isMissingNode(), schema + ": " + reference);
      }
    }
  }

  @Test
  void everyExampleHolds() throws Exception {
    JsonNode messages = document().at("/components/messages");
    for (JsonNode message : messages) {
      String schema = message.at("/payload/schema/$ref").asText();
      assertTrue(message.path("examples").size() > 0, message.path("name").asText());
      for (JsonNode example : message.path("examples")) {
        ProtocolContract.check(nameOf(schema), example.path("payload").toString());
      }
    }
  }

  @Test
  void everyVerbHasAMessageAndAnOperation() throws Exception {
    JsonNode document = document();
    for (String op : ProtocolContract.OPS) {
      assertEquals("receive", document.at("/operations/" + op + "/action").asText(), op);
      assertFalse(document.at("/channels/stream/messages/" + op).isMissingNode(), op);
    }
    for (String type : ProtocolContract.TYPES) {
      assertFalse(document.at("/channels/stream/messages/" + type).isMissingNode(), type);
      assertFalse(document.at("/channels/sse/messages/" + type).isMissingNode(), type);
    }
  }

  @Test
  void unionsHoldEveryVerb() throws Exception {
    assertEquals(ProtocolContract.OPS, union("client-message"));
    assertEquals(ProtocolContract.TYPES, union("server-message"));
  }

  private static List<String> union(String schema) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode branch : schema(schema).path("oneOf")) {
      names.add(nameOf(branch.path("$ref").asText()));
    }
    return names;
  }

  /** All schemas that the document names, and those that they name in turn. */
  private static TreeSet<String> schemas() throws IOException {
    TreeSet<String> found = new TreeSet<>(List.of("client-message", "server-message"));
    for (String reference : references(document())) {
      if (!reference.startsWith("#")) {
        found.add(nameOf(reference));
      }
    }
    List<String> open = new ArrayList<>(found);
    while (!open.isEmpty()) {
      for (String reference : references(schema(open.remove(open.size() - 1)))) {
        if (!reference.startsWith("#") && found.add(nameOf(reference))) {
          open.add(nameOf(reference));
        }
      }
    }
    return found;
  }

  private static String nameOf(String reference) {
    return reference
        .substring(reference.lastIndexOf('/', reference.indexOf(".json")) + 1)
        .replaceFirst("\\.json.*", "");
  }

  private static List<String> references(JsonNode node) {
    return node.findValuesAsText("$ref");
  }

  private static JsonNode document() throws IOException {
    return resource("protocol/asyncapi.json");
  }

  private static JsonNode schema(String name) throws IOException {
    return resource("protocol/schemas/" + name + ".json");
  }

  private static JsonNode resource(String path) throws IOException {
    try (InputStream in = AsyncApiTest.class.getClassLoader().getResourceAsStream(path)) {
      assertNotNull(in, path);
      return MAPPER.readTree(in);
    }
  }
}
