package io.tickgate.deliver;

import io.tickgate.book.SymbolBook;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the query of {@code /v1/sse}, and the id a client comes back with. */
final class SseRequest {
  private static final Set<String> NUMBERS = Set.of("intervalMs", "depth", "history", "from");
  private static final Set<String> TEXTS = Set.of("channel", "mode", "interval");
  private static final Set<String> LISTS = Set.of("symbols", "fields");

  private SseRequest() {}

  /** The query as a subscribe message, so that one set of rules reads both. */
  static byte[] toMessage(MultiMap query) throws RequestFault {
    for (String name : query.names()) {
      if (query.getAll(name).size() > 1) {
        throw bad(name + ": given more than once");
      }
    }
    for (String name : NUMBERS) {
      String value = query.get(name);
      if (value != null && !value.matches("-?[0-9]{1,18}")) {
        throw bad(name + ": not an integer");
      }
    }
    return Encoding.JSON.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("op", "subscribe");
          for (var entry : query) {
            String name = entry.getKey();
            if (NUMBERS.contains(name)) {
              json.writeNumberField(name, Long.parseLong(entry.getValue()));
            } else if (TEXTS.contains(name)) {
              json.writeStringField(name, entry.getValue());
            } else if (name.equals("snapshot")) {
              json.writeBooleanField(name, !entry.getValue().equals("false"));
            } else if (name.equals("changes")) {
              json.writeBooleanField(name, entry.getValue().equals("true"));
            } else if (LISTS.contains(name)) {
              json.writeArrayFieldStart(name);
              for (String each : entry.getValue().split(",", -1)) {
                json.writeString(each);
              }
              json.writeEndArray();
            }
          }
          json.writeEndObject();
        });
  }

  private static RequestFault bad(String text) {
    return new RequestFault(ErrorCode.BAD_REQUEST, ClientMessage.NO_ID, text);
  }

  /**
   * What an id of ours says: the seq that each symbol got to. Empty when there is none, or when it
   * is of another life of the gateway: then the client starts with a snapshot.
   */
  static List<Long> lastSeen(@Nullable String id, String epoch, int symbols) {
    if (id == null || symbols == 0 || !id.startsWith(epoch + ";")) {
      return List.of();
    }
    List<Long> seen = new ArrayList<>();
    for (String part : id.substring(epoch.length() + 1).split(",", -1)) {
      if (!part.matches("[0-9]{1,18}")) {
        return List.of();
      }
      seen.add(Long.parseLong(part));
    }
    return seen.size() == symbols ? seen : List.of();
  }

  /** The same subscription for one symbol, from where it was. */
  static ClientMessage.Subscribe resumed(ClientMessage.Subscribe all, SymbolBook book, long from) {
    return new ClientMessage.Subscribe(
        all.id(),
        all.channel(),
        List.of(book.symbol().name()),
        all.all(),
        all.intervalMillis(),
        all.fields(),
        all.snapshot(),
        all.depth(),
        all.barInterval(),
        all.history(),
        from,
        all.changes());
  }
}
