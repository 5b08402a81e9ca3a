package io.tickgate.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeSet;

/**
 * One element of a data message as a client got it.
 *
 * @param message place of its message among all that the client got
 */
record Element(int message, boolean snapshot, String channel, JsonNode node) {
  String symbol() {
    return node.path("s").asText();
  }

  long seq() {
    return node.path("seq").asLong();
  }

  boolean hasPrev() {
    return node.has("prev");
  }

  long prev() {
    if (!hasPrev()) {
      throw new AssertionError("no prev in " + node);
    }
    return node.path("prev").asLong();
  }

  boolean has(String field) {
    return node.has(field);
  }

  /** The field as text; empty when it isn't there. */
  String text(String field) {
    return node.path(field).asText();
  }

  long number(String field) {
    return node.path(field).asLong();
  }

  boolean flag(String field) {
    return node.path(field).asBoolean();
  }

  /** Names of all fields, sorted. */
  TreeSet<String> fields() {
    TreeSet<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
