package io.tickgate.venueserver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What clients say and are answered, as trees; what the source says is read as a stream. */
final class Json {
  /** Reads the source's frames, which are as big as they are. */
  static final JsonFactory FRAMES = new JsonFactory();

  // requests nest 3 deep; their length is bounded by the WebSocket's frame
  private static final ObjectMapper REQUESTS =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(30)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** A request; null when it isn't JSON. */
  static @Nullable JsonNode parse(String text) {
    try {
      JsonNode node = REQUESTS.readTree(text);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** The texts of an array; null when it isn't an array of texts. */
  static @Nullable List<String> texts(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    List<String> texts = new ArrayList<>(node.size());
    for (JsonNode each : node) {
      if (!each.isTextual()) {
        return null;
      }
      texts.add(each.textValue());
    }
    return texts;
  }
}
