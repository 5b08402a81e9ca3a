package io.tickgate.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The protocol as JSON Schemas, for tests: what either side of a connection says must keep to the
 * schemas that clients get. Any thread.
 */
public final class ProtocolContract {
  /** Ops that a client may send; each has a schema of its name. */
  public static final List<String> OPS =
      List.of("auth", "subscribe", "unsubscribe", "list", "ping", "pause", "resume", "configure");

  /** Types that the gateway may send; each has a schema of its name. */
  public static final List<String> TYPES =
      List.of(
          "welcome",
          "ack",
          "snapshot",
          "update",
          "heartbeat",
          "notice",
          "error",
          "pong",
          "subscriptions");

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private ProtocolContract() {}

  /** Checks a message of the gateway; throws {@link AssertionError} saying what is wrong. */
  public static void checkServer(String json) {
    checkVerb("type", TYPES, json);
  }

  /** Checks a message of a client; throws {@link AssertionError} saying what is wrong. */
  public static void checkClient(String json) {
    checkVerb("op", OPS, json);
  }

  /** Checks a document against {@code protocol/schemas/<schema>.json}. */
  public static void check(String schema, String json) {
    check(schema, parse(json), json);
  }

  // the schema of the verb alone, since a oneOf that fails tells about all its branches
  private static void checkVerb(String key, List<String> verbs, String json) {
    JsonNode message = parse(json);
    String verb = message.path(key).asText();
    if (!message.path(key).isTextual() || !verbs.contains(verb)) {
      throw new AssertionError(key + " is none of " + verbs + " in " + shortened(json));
    }
    check(verb, message, json);
  }

  private static void check(String schema, JsonNode document, String json) {
    Set<ValidationMessage> faults = schema(schema).validate(document);
    if (!faults.isEmpty()) {
      String text =
          faults.stream().map(ValidationMessage::getMessage).collect(Collectors.joining("; "));
      throw new AssertionError(schema + ": " + text + " in " + shortened(json));
    }
  }

  private static JsonSchema schema(String name) {
    return SCHEMAS.computeIfAbsent(
        name,
        key -> FACTORY.getSchema(SchemaLocation.of("classpath:protocol/schemas/" + key + ".json")));
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + shortened(json), e);
    }
  }

  private static String shortened(String json) {
    return json.length() <= 2_000 ? json : json.substring(0, 2_000) + "…";
  }
}
