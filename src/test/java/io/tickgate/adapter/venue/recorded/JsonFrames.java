package io.tickgate.adapter.venue.recorded;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Frames changed in ways that keep them JSON. */
public final class JsonFrames {
  private static final String MARK = "\u0001mark\u0001";
  private static final String MARK_WRITTEN = "\"\\u0001mark\\u0001\"";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private JsonFrames() {}

  /** The same frame with the fields of every object in reverse order. */
  public static String reversed(String frame) {
    return write(reversed(read(frame)));
  }

  /** The frame that a line of a fixture file holds at that pointer. */
  public static String inner(String line, String pointer) {
    return write(read(line).at(pointer));
  }

  /** The frame with arrays cut to that many elements. */
  public static String trimmed(String frame, int elements) {
    JsonNode tree = read(frame);
    for (JsonPointer pointer : pointers(tree)) {
      if (tree.at(pointer) instanceof ArrayNode array) {
        while (array.size() > elements) {
          array.remove(array.size() - 1);
        }
      }
    }
    return write(tree);
  }

  /** Every value of the frame, the frame itself aside. */
  public static List<JsonPointer> pointers(String frame) {
    return pointers(read(frame));
  }

  /** Whether that value of the frame is an array. */
  public static boolean isArray(String frame, JsonPointer pointer) {
    return read(frame).at(pointer).isArray();
  }

  /** The frame without that field or element. */
  public static String without(String frame, JsonPointer pointer) {
    JsonNode tree = read(frame);
    JsonNode parent = tree.at(pointer.head());
    if (parent instanceof ObjectNode object) {
      object.remove(pointer.last().getMatchingProperty());
    } else {
      ((ArrayNode) parent).remove(pointer.last().getMatchingIndex());
    }
    return write(tree);
  }

  /** The frame with that value replaced by a text of JSON, well-formed or not. */
  public static String with(String frame, JsonPointer pointer, String raw) {
    JsonNode tree = read(frame);
    JsonNode parent = tree.at(pointer.head());
    if (parent instanceof ObjectNode object) {
      object.put(pointer.last().getMatchingProperty(), MARK);
    } else {
      ArrayNode array = (ArrayNode) parent;
      array.set(pointer.last().getMatchingIndex(), array.textNode(MARK));
    }
    return write(tree).replace(MARK_WRITTEN, raw);
  }

  private static List<JsonPointer> pointers(JsonNode tree) {
    List<JsonPointer> pointers = new ArrayList<>();
    collect(tree, JsonPointer.empty(), pointers);
    return pointers;
  }

  private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> pointers) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        JsonPointer child = at.appendProperty(field.getKey());
        pointers.add(child);
        collect(field.getValue(), child, pointers);
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      JsonPointer child = at.appendIndex(i);
      pointers.add(child);
      collect(node.get(i), child, pointers);
    }
  }

  private static JsonNode reversed(JsonNode node) {
    if (node.isArray()) {
      ArrayNode array = JSON.createArrayNode();
      node.forEach(element -> array.add(reversed(element)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
    Collections.reverse(fields);
    ObjectNode object = JSON.createObjectNode();
    fields.forEach(field -> object.set(field.getKey(), reversed(field.getValue())));
    return object;
  }

  private static JsonNode read(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException e) {
      throw new AssertionError(frame, e);
    }
  }

  private static String write(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
