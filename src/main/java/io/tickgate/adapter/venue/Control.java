package io.tickgate.adapter.venue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a venue's few messages about the connection from its many of data, and reads and writes
 * them as trees: they are rare. Any thread.
 */
public final class Control {
  /** Longer messages are data: an acknowledgement that restates 10,000 symbols is half of this. */
  private static final int MAX_BYTES = 512 * 1024;

  /** As much of an error as goes into a log line. */
  private static final int MAX_REASON = 160;

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(16).maxNameLength(1_000).build())
              .build());

  private final byte[][] data;

  /**
   * A reader.
   *
   * @param data how messages begin that are data for sure and needn't be looked at
   */
  public Control(String... data) {
    this.data = Arrays.stream(data).map(each -> each.getBytes(US_ASCII)).toArray(byte[][]::new);
  }

  /** The object in a message that may be about the connection; null when it can't be. */
  public @Nullable JsonNode read(byte[] bytes, int offset, int length) {
    if (length > MAX_BYTES
        || length == 0
        || bytes[offset] != '{'
        || isData(bytes, offset, length)) {
      return null;
    }
    try {
      return JSON.readTree(bytes, offset, length);
    } catch (IOException e) {
      return null; // the decoder counts and tells it
    }
  }

  private boolean isData(byte[] bytes, int offset, int length) {
    for (byte[] prefix : data) {
      if (length > prefix.length
          && Arrays.equals(bytes, offset, offset + prefix.length, prefix, 0, prefix.length)) {
        return true;
      }
    }
    return false;
  }

  /** An empty object to be filled and {@linkplain Object#toString written}. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** An object that says a name and a list. */
  public static ObjectNode object(String name, String value, String listName, List<String> list) {
    ObjectNode object = object().put(name, value);
    list.forEach(object.putArray(listName)::add);
    return object;
  }

  /** The texts in these fields, cut to what a log line takes. */
  public static String reason(JsonNode message, String... fields) {
    StringBuilder reason = new StringBuilder();
    for (String field : fields) {
      String text = message.path(field).asText("");
      if (!text.isEmpty()) {
        reason.append(reason.length() == 0 ? "" : ": ").append(text);
      }
    }
    String all = reason.toString().replaceAll("\\p{Cntrl}", " ");
    return all.length() > MAX_REASON ? all.substring(0, MAX_REASON) : all;
  }
}
