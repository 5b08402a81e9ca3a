package io.tickgate.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.BarInterval;
import io.tickgate.market.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a parsed message into a {@link ClientMessage}, or says which field is wrong. */
final class Requests {
  /** Longest interval; a client that asks for more gets this, and the ack says so. */
  static final int MAX_INTERVAL_MILLIS = 60_000;

  /** Ids up to 2^53-1 are exact in JavaScript. */
  static final long MAX_ID = (1L << 53) - 1;

  private static final int MAX_HISTORY = 1_000;
  private static final int MAX_KBPS = 10_000_000;
  private static final Set<Integer> DEPTHS = Set.of(1, 5, 10, 25, 100);

  private final JsonNode message;
  private final long id;

  private Requests(JsonNode message, long id) {
    this.message = message;
    this.id = id;
  }

  static ClientMessage read(JsonNode message) throws RequestFault {
    if (!message.isObject()) {
      throw new RequestFault(
          ErrorCode.BAD_MESSAGE, ClientMessage.NO_ID, "a message is one JSON object");
    }
    return new Requests(message, readId(message)).read();
  }

  private static long readId(JsonNode message) throws RequestFault {
    JsonNode id = message.get("id");
    if (id == null || id.isNull()) {
      return ClientMessage.NO_ID;
    }
    if (!id.isIntegralNumber()
        || !id.canConvertToLong()
        || id.longValue() < 0
        || id.longValue() > MAX_ID) {
      throw new RequestFault(
          ErrorCode.BAD_REQUEST, ClientMessage.NO_ID, "id: not an integer from 0 to 2^53-1");
    }
    return id.longValue();
  }

  private ClientMessage read() throws RequestFault {
    String op = text("op");
    if (op == null) {
      throw bad("op: missing");
    }
    return switch (op) {
      case "auth" -> new ClientMessage.Auth(id, required("token"));
      case "subscribe" -> subscribe();
      case "unsubscribe" -> unsubscribe();
      case "list" -> new ClientMessage.ListAll(id);
      case "ping" -> new ClientMessage.Ping(id);
      case "pause" -> new ClientMessage.Pause(id);
      case "resume" -> new ClientMessage.Resume(id);
      case "configure" -> configure();
      default ->
          throw new RequestFault(
              ErrorCode.UNKNOWN_OP,
              id,
              "op: '"
                  + shorten(op)
                  + "' is not one of auth, subscribe,"
                  + " unsubscribe, list, ping, pause, resume, configure");
    };
  }

  private ClientMessage subscribe() throws RequestFault {
    Channel channel = channel(required("channel"));
    List<String> symbols = symbols();
    if (symbols == null || symbols.isEmpty()) {
      throw bad("symbols: missing, or empty");
    }
    int interval = integer("intervalMs", 0, 0, Integer.MAX_VALUE);
    int depth = integer("depth", 10, 1, 100);
    if (!DEPTHS.contains(depth)) {
      throw bad("depth: not one of 1, 5, 10, 25, 100");
    }
    return new ClientMessage.Subscribe(
        id,
        channel,
        symbols,
        mode(),
        Math.min(interval, MAX_INTERVAL_MILLIS),
        fields(channel),
        flag("snapshot", true),
        depth,
        barInterval(),
        integer("history", 0, 0, MAX_HISTORY),
        from(channel),
        changes(channel));
  }

  private ClientMessage unsubscribe() throws RequestFault {
    String channel = text("channel");
    List<String> symbols = symbols();
    if (channel == null && symbols != null) {
      throw bad("channel: missing, though symbols are given");
    }
    return new ClientMessage.Unsubscribe(id, channel == null ? null : channel(channel), symbols);
  }

  private ClientMessage configure() throws RequestFault {
    if (!present("maxKbps")) {
      throw bad("maxKbps: missing");
    }
    return new ClientMessage.Configure(id, integer("maxKbps", 0, 0, MAX_KBPS));
  }

  private Channel channel(String name) throws RequestFault {
    Channel channel = Channel.of(name);
    if (channel == null) {
      throw new RequestFault(
          ErrorCode.UNKNOWN_CHANNEL,
          id,
          "channel: '" + shorten(name) + "' is not one of ticker," + " quote, trade, book, bar");
    }
    return channel;
  }

  private @Nullable List<String> symbols() throws RequestFault {
    if (!present("symbols")) {
      return null;
    }
    JsonNode array = message.get("symbols");
    if (!array.isArray()) {
      throw bad("symbols: not an array of strings");
    }
    List<String> names = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      if (!array.get(i).isTextual()) {
        throw bad("symbols[" + i + "]: not a string");
      }
      names.add(array.get(i).textValue());
    }
    return names;
  }

  private @Nullable Boolean mode() throws RequestFault {
    String mode = text("mode");
    if (mode == null) {
      return null;
    }
    return switch (mode) {
      case "all" -> Boolean.TRUE;
      case "conflated" -> Boolean.FALSE;
      default -> throw bad("mode: not conflated or all");
    };
  }

  private long fields(Channel channel) throws RequestFault {
    if (!present("fields")) {
      return Field.ALL;
    }
    JsonNode array = message.get("fields");
    if (!array.isArray()) {
      throw bad("fields: not an array of strings");
    }
    long bits = 0;
    for (int i = 0; i < array.size(); i++) {
      String name = array.get(i).textValue();
      Field field = name == null ? null : Field.of(channel, name);
      boolean always = name != null && Set.of("s", "seq", "prev", "ts", "rx").contains(name);
      if (field == null && !always) {
        throw bad("fields[" + i + "]: not a field of " + channel.text());
      }
      bits |= field == null ? 0 : field.bit();
    }
    return bits;
  }

  private boolean changes(Channel channel) throws RequestFault {
    boolean changes = flag("changes", false);
    if (changes && channel != Channel.TICKER && channel != Channel.QUOTE) {
      throw bad("changes: only for channels ticker and quote");
    }
    return changes;
  }

  private boolean flag(String name, boolean missing) throws RequestFault {
    if (!present(name)) {
      return missing;
    }
    if (!message.get(name).isBoolean()) {
      throw bad(name + ": not true or false");
    }
    return message.get(name).booleanValue();
  }

  private BarInterval barInterval() throws RequestFault {
    String text = text("interval");
    BarInterval interval = text == null ? BarInterval.M1 : BarInterval.of(text);
    if (interval == null) {
      throw bad("interval: not one of 1s, 5s, 1m, 5m, 1h");
    }
    return interval;
  }

  private long from(Channel channel) throws RequestFault {
    if (!present("from")) {
      return -1;
    }
    JsonNode from = message.get("from");
    if (!from.isIntegralNumber() || !from.canConvertToLong() || from.longValue() < 0) {
      throw bad("from: not a seq, an integer from 0 on");
    }
    if (channel != Channel.TRADE) {
      throw bad("from: only for channel trade");
    }
    return from.longValue();
  }

  private int integer(String name, int missing, int least, int most) throws RequestFault {
    if (!present(name)) {
      return missing;
    }
    JsonNode value = message.get(name);
    if (!value.isIntegralNumber()) {
      throw bad(name + ": not an integer");
    }
    boolean high = !value.canConvertToLong() || value.longValue() > most;
    if (high && most == Integer.MAX_VALUE && value.bigIntegerValue().signum() > 0) {
      return most; // no upper limit to name: it is clamped
    }
    if (high || value.longValue() < least) {
      String range = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
      throw bad(name + ": not " + range);
    }
    return value.intValue();
  }

  private String required(String name) throws RequestFault {
    String text = text(name);
    if (text == null) {
      throw bad(name + ": missing");
    }
    return text;
  }

  private @Nullable String text(String name) throws RequestFault {
    if (!present(name)) {
      return null;
    }
    if (!message.get(name).isTextual()) {
      throw bad(name + ": not a string");
    }
    return message.get(name).textValue();
  }

  private boolean present(String name) {
    JsonNode value = message.get(name);
    return value != null && !value.isNull();
  }

  private RequestFault bad(String text) {
    return new RequestFault(ErrorCode.BAD_REQUEST, id, text);
  }

  /** A client's own words come back shortened: they may be 64 kB long. */
  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
