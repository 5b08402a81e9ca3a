package io.tickgate.adapter.venue.binance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** What a message may become on its way from a venue that lost its mind. */
public final class Mutations {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** JSON values put in place of each value of a message. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "{}",
          "{\"a\":[1]}",
          "[]",
          "[[\"1\"]]",
          "[[[]]]",
          "\"\"",
          "\"x\"",
          "\"NaN\"",
          "\"1e999999\"",
          "1e999999",
          "-1e-999999",
          "9".repeat(1_000),
          "\"" + "9".repeat(1_000) + "\"",
          "9223372036854775808",
          "-1",
          "\"-1\"",
          "0",
          "\"\\ud83d\"");

  private static final String HERE = "\"@@here@@\"";

  private Mutations() {}

  /** The message cut off before each of its bytes. */
  public static List<byte[]> cuts(String frame) {
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    List<byte[]> all = new ArrayList<>();
    for (int length = 0; length < bytes.length; length++) {
      all.add(Arrays.copyOf(bytes, length));
    }
    return all;
  }

  /** The message with one byte that isn't UTF-8 in each place. */
  public static List<byte[]> badBytes(String frame) {
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      byte[] copy = bytes.clone();
      copy[i] = (byte) (i % 2 == 0 ? 0xFF : 0xC0);
      all.add(copy);
    }
    return all;
  }

  /** The message with each of its fields left out in turn. */
  public static List<String> removals(String frame) {
    List<String> all = new ArrayList<>();
    for (int i = 0; ; i++) {
      JsonNode tree = read(frame);
      if (!visit(tree, new int[] {i}, Iterator::remove, ignored -> {})) {
        return all;
      }
      all.add(tree.toString());
    }
  }

  /** The message with each of its values replaced in turn by values of any type. */
  public static List<String> replacements(String frame) {
    List<String> all = new ArrayList<>();
    for (int i = 0; ; i++) {
      JsonNode tree = read(frame);
      Consumer<Iterator<?>> nothing = ignored -> {};
      if (!visit(tree, new int[] {i}, nothing, set -> set.accept(HERE))) {
        return all;
      }
      String marked = tree.toString();
      VALUES.forEach(value -> all.add(marked.replace(HERE, value)));
    }
  }

  private interface Setter extends Consumer<String> {}

  private static boolean visit(
      JsonNode node, int[] left, Consumer<Iterator<?>> remove, Consumer<Setter> replace) {
    if (node instanceof ObjectNode object) {
      for (var fields = object.fields(); fields.hasNext(); ) {
        var field = fields.next();
        if (left[0]-- == 0) {
          replace.accept(text -> field.setValue(JSON.getNodeFactory().textNode("@@here@@")));
          remove.accept(fields);
          return true;
        }
        if (visit(field.getValue(), left, remove, replace)) {
          return true;
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        if (left[0]-- == 0) {
          replace.accept(text -> array.set(index, "@@here@@"));
          var elements = array.elements();
          for (int j = 0; j <= index; j++) {
            elements.next();
          }
          remove.accept(elements);
          return true;
        }
        if (visit(array.get(i), left, remove, replace)) {
          return true;
        }
      }
    }
    return false;
  }

  private static JsonNode read(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
