package io.tickgate.venueserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.adapter.simulator.dialect.BookText;
import io.tickgate.adapter.simulator.dialect.BookText.KrakenLevels;
import io.tickgate.adapter.simulator.dialect.KrakenWindow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kraken spot, version 2. One answer a symbol; a book may be subscribed to the source's depth,
 * whose frames pass as they are, or to a smaller one, whose frames are made anew with their
 * checksums.
 *
 * @see <a href="https://docs.kraken.com/api/docs/websocket-v2/book">the channel book</a>
 */
final class KrakenVenue implements Dialect {
  private static final long HEARTBEAT_NANOS = 1_000_000_000L;
  private static final Set<Integer> DEPTHS = Set.of(10, 25, 100, 500, 1_000);
  private static final Set<String> CHANNELS = Set.of("book", "trade", "ticker", "ohlc");
  private static final byte[] NOTHING = {};

  private final Catalogue catalogue;
  private final BookText books = new BookText();
  private final Map<Integer, byte[]> made = new HashMap<>(); // of the frame below, by depth
  private @Nullable VenueFrame madeOf;
  private int sourceDepth; // 0 while no answer in the source told it
  private long connections = 12_393_906_104_898_154L; // ids of the venue exceed 2^53

  KrakenVenue(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String venue() {
    return "kraken";
  }

  @Override
  public boolean accepts(String path) {
    return path.equals("/v2");
  }

  @Override
  public void onConnect(Client client, String uri) {
    client.say(status("online"));
  }

  @Override
  public void sayMaintenance(Client client) {
    client.say(status("maintenance"));
  }

  private String status(String system) {
    ObjectNode status = Json.object().put("channel", "status").put("type", "update");
    status
        .putArray("data")
        .addObject()
        .put("version", "2.0.10")
        .put("system", system)
        .put("api_version", "v2")
        .put("connection_id", connections++);
    return status.toString();
  }

  @Override
  public void onBeat(Client client, long nowNanos) {
    if (!client.subscriptions.isEmpty() && client.silentFor(nowNanos) >= HEARTBEAT_NANOS) {
      client.say("{\"channel\":\"heartbeat\"}");
    }
  }

  @Override
  public void onText(Client client, String text) {
    String in = Times.now();
    JsonNode request = Json.parse(text);
    if (request == null || !request.isObject()) {
      client.say(finish(failure("Malformed request", null, null), in, Json.object()));
      return;
    }
    String method = request.path("method").asText();
    switch (method) {
      case "subscribe", "unsubscribe" -> change(client, request, method, in);
      case "ping" -> client.say(finish(Json.object().put("method", "pong"), in, request));
      default -> client.say(finish(failure("Invalid method", method, null), in, request));
    }
  }

  private void change(Client client, JsonNode request, String method, String in) {
    JsonNode params = request.path("params");
    String channel = params.path("channel").asText();
    List<String> symbols = Json.texts(params.path("symbol"));
    int depth = params.path("depth").asInt(10);
    String fault = null;
    if (!CHANNELS.contains(channel)) {
      fault = "Subscription name invalid";
    } else if (symbols == null || symbols.isEmpty()) {
      fault = "Symbol(s) not found";
    } else if (channel.equals("book") && !offers(depth)) {
      fault = "Subscription depth not supported";
    }
    if (fault != null || symbols == null) {
      client.say(finish(failure(String.valueOf(fault), method, null), in, request));
      return;
    }
    for (String symbol : symbols) {
      Topic topic = new Topic(channel, symbol);
      String name = channel.equals("book") ? String.valueOf(depth) : "";
      if (method.equals("subscribe")) {
        subscribe(client, request, topic, name, in);
      } else {
        unsubscribe(client, request, topic, name, in);
      }
    }
  }

  private boolean offers(int depth) {
    return DEPTHS.contains(depth) && (sourceDepth == 0 || depth <= sourceDepth);
  }

  private void subscribe(Client client, JsonNode request, Topic topic, String name, String in) {
    String fault = null;
    if (!catalogue.holds(topic.symbol())) {
      fault = "Currency pair not supported " + topic.symbol();
    } else if (client.subscriptions.isFull()) {
      fault = "Exceeded maximum subscriptions";
    } else if (!client.subscriptions.add(topic, name)) {
      fault = "Already subscribed";
    }
    if (fault != null) {
      client.say(finish(failure(fault, "subscribe", topic.symbol()), in, request));
      return;
    }
    boolean snapshot = request.at("/params/snapshot").asBoolean(!topic.channel().equals("trade"));
    client.say(finish(success(request, "subscribe", topic, name, snapshot), in, request));
    if (snapshot) {
      client.begin(topic, name);
    } else {
      client.beginUntold();
    }
  }

  private static void unsubscribe(
      Client client, JsonNode request, Topic topic, String name, String in) {
    if (!client.subscriptions.remove(topic, name)) {
      String fault = "Subscription Not Found";
      client.say(finish(failure(fault, "unsubscribe", topic.symbol()), in, request));
      return;
    }
    client.end(topic);
    client.say(finish(success(request, "unsubscribe", topic, name, null), in, request));
  }

  private static ObjectNode success(
      JsonNode request, String method, Topic topic, String name, @Nullable Boolean snapshot) {
    ObjectNode answer = Json.object().put("method", method);
    ObjectNode result = answer.putObject("result").put("channel", topic.channel());
    JsonNode params = request.path("params");
    switch (topic.channel()) {
      case "book" -> result.put("depth", Integer.parseInt(name));
      case "ticker" -> result.put("event_trigger", params.path("event_trigger").asText("trades"));
      case "ohlc" -> result.put("interval", params.path("interval").asInt(1));
      default -> {}
    }
    if (snapshot != null) {
      result.put("snapshot", snapshot.booleanValue());
    }
    result.put("symbol", topic.symbol());
    return answer.put("success", true);
  }

  private static ObjectNode failure(
      String error, @Nullable String method, @Nullable String symbol) {
    ObjectNode answer = Json.object().put("error", error);
    if (method != null) {
      answer.put("method", method);
    }
    answer.put("success", false);
    if (symbol != null) {
      answer.put("symbol", symbol);
    }
    return answer;
  }

  private static String finish(ObjectNode answer, String in, JsonNode request) {
    answer.put("time_in", in).put("time_out", Times.now());
    if (request.path("req_id").isIntegralNumber()) {
      answer.set("req_id", request.get("req_id"));
    }
    return answer.toString();
  }

  @Override
  public @Nullable VenueFrame read(byte[] frame) throws IOException {
    String channel = null;
    String type = "";
    String symbol = null;
    try (JsonParser json = Json.FRAMES.createParser(frame)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null; // version 1
      }
      for (String name; (name = json.nextFieldName()) != null; ) {
        json.nextToken();
        switch (name) {
          case "channel" -> channel = json.getText();
          case "type" -> type = json.getText();
          case "data" -> symbol = symbolOfFirst(json);
          case "result" -> readResult(json);
          default -> json.skipChildren();
        }
      }
    }
    if (channel == null || symbol == null || !CHANNELS.contains(channel)) {
      return null;
    }
    VenueFrame.Kind kind = VenueFrame.Kind.OTHER;
    if (channel.equals("book")) {
      kind = type.equals("snapshot") ? VenueFrame.Kind.SNAPSHOT : VenueFrame.Kind.CHANGE;
    }
    return new VenueFrame(new Topic(channel, symbol), kind, frame);
  }

  private static @Nullable String symbolOfFirst(JsonParser json) throws IOException {
    String symbol = null;
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING
          && depth == 2
          && symbol == null
          && "symbol".equals(json.currentName())) {
        symbol = json.getText();
      }
    } while (depth > 0 && json.nextToken() != null);
    return symbol;
  }

  private void readResult(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return;
    }
    for (String name; (name = json.nextFieldName()) != null; ) {
      json.nextToken();
      if (name.equals("depth")) {
        sourceDepth = Math.max(sourceDepth, json.getValueAsInt());
      } else if (name.equals("symbol")) {
        catalogue.add(json.getText()); // may have nothing to say
      }
      json.skipChildren();
    }
  }

  @Override
  public byte @Nullable [] wording(VenueFrame frame, String name, Client client, ServedBook book) {
    if (!frame.topic().channel().equals("book") || !isWindow(name, book)) {
      return frame.bytes();
    }
    if (madeOf != frame) {
      made.clear();
      madeOf = frame;
    }
    boolean snapshot = frame.kind() == VenueFrame.Kind.SNAPSHOT;
    byte[] message =
        made.computeIfAbsent(
            Integer.valueOf(name), depth -> make(frame.topic().symbol(), depth, book, snapshot));
    return message.length == 0 ? null : message;
  }

  /** Whether that depth is less than what the source holds. */
  private static boolean isWindow(String name, ServedBook book) {
    return book.depth() > 0 && Integer.parseInt(name) < book.depth();
  }

  private byte[] make(String pair, int depth, ServedBook book, boolean snapshot) {
    ServedBook.Windows windows = book.windows(depth);
    KrakenLevels told =
        new KrakenLevels(
            windows.bids().moveTo(book.levels.bids()), windows.asks().moveTo(book.levels.asks()));
    if (snapshot) {
      told = new KrakenLevels(windows.bids().seen(), windows.asks().seen());
    } else if (told.bids().isEmpty() && told.asks().isEmpty()) {
      return NOTHING; // all below the window
    }
    long checksum = KrakenWindow.checksum(windows.asks(), windows.bids());
    return books.kraken(pair, snapshot, told, checksum, book.ts()).take();
  }

  @Override
  public byte @Nullable [] snapshot(Topic topic, String name, ServedBook book) {
    return topic.channel().equals("book")
        ? make(topic.symbol(), Integer.parseInt(name), book, true)
        : null;
  }

  /** The last ticker, as a snapshot. */
  @Override
  public byte @Nullable [] recall(VenueFrame last) {
    return last.topic().channel().equals("ticker")
        ? new String(last.bytes(), StandardCharsets.UTF_8)
            .replaceFirst("\"type\":\"update\"", "\"type\":\"snapshot\"")
            .getBytes(StandardCharsets.UTF_8)
        : null;
  }
}
