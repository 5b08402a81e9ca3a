package io.tickgate.venueserver;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.adapter.simulator.dialect.BookText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Coinbase Exchange. Each answer restates everything subscribed; a subscription is taken whole or
 * not at all. {@code level2_batch} gets the frames of {@code level2}, and neither asks for a key.
 *
 * @see <a href="https://docs.cdp.coinbase.com/exchange/websocket-feed/overview">the feed</a>
 */
final class CoinbaseVenue implements Dialect {
  private static final Set<String> CHANNELS =
      Set.of("level2", "level2_batch", "ticker", "ticker_batch", "matches", "heartbeat");

  /** "Must be sent within 5 s" (overview). */
  private static final long SUBSCRIBE_WITHIN_NANOS = 5_000_000_000L;

  private static final long HEARTBEAT_NANOS = 1_000_000_000L;

  private final Catalogue catalogue;
  private final BookText books = new BookText();
  private final Map<String, Last> last = new HashMap<>(); // by product, of the source

  /** What a heartbeat tells. */
  private record Last(long sequence, long tradeId) {}

  CoinbaseVenue(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public String venue() {
    return "coinbase";
  }

  @Override
  public boolean accepts(String path) {
    return path.isEmpty() || path.equals("/");
  }

  /** "100 client messages/s per IP" (rate limits). */
  @Override
  public int requestsPerSecond() {
    return 100;
  }

  @Override
  public void onConnect(Client client, String uri) {
    // says nothing until asked
  }

  @Override
  public void onBeat(Client client, long nowNanos) {
    if (!client.subscribed() && client.connectedFor(nowNanos) > SUBSCRIBE_WITHIN_NANOS) {
      client.close(1008, "no subscription in time");
    }
    if (client.beat(nowNanos, HEARTBEAT_NANOS)) {
      for (Subscriptions.Entry each : client.subscriptions.all()) {
        if (each.name().equals("heartbeat")) {
          client.say(heartbeat(each.topic().symbol()));
        }
      }
    }
  }

  private String heartbeat(String product) {
    Last known = last.getOrDefault(product, new Last(0, 0));
    return Json.object()
        .put("type", "heartbeat")
        .put("last_trade_id", known.tradeId)
        .put("product_id", product)
        .put("sequence", known.sequence)
        .put("time", Times.now())
        .toString();
  }

  @Override
  public void onText(Client client, String text) {
    JsonNode request = Json.parse(text);
    if (request == null || !request.isObject()) {
      client.say(Json.object().put("type", "error").put("message", "Malformed JSON").toString());
      return;
    }
    switch (request.path("type").asText()) {
      case "subscribe" -> subscribe(client, request);
      case "unsubscribe" -> unsubscribe(client, request);
      default -> refuse(client, "Failed to process", "Type has to be subscribe or unsubscribe");
    }
  }

  private void subscribe(Client client, JsonNode request) {
    List<Subscriptions.Entry> wanted = new ArrayList<>();
    String fault = wanted(request, wanted);
    if (fault != null) {
      refuse(client, "Failed to subscribe", fault);
      return;
    }
    List<Subscriptions.Entry> added = new ArrayList<>();
    for (Subscriptions.Entry each : wanted) {
      if (client.subscriptions.add(each.topic(), each.name())) {
        added.add(each);
      }
    }
    acknowledge(client);
    added.forEach(each -> client.begin(each.topic(), each.name()));
  }

  private void unsubscribe(Client client, JsonNode request) {
    for (JsonNode channel : channels(request)) {
      String name = channel.isObject() ? channel.path("name").asText() : channel.asText();
      List<String> products = products(request, channel);
      for (Subscriptions.Entry each : client.subscriptions.all()) {
        boolean meant = products.isEmpty() || products.contains(each.topic().symbol());
        if (each.name().equals(name) && meant) {
          client.subscriptions.remove(each.topic(), name);
          client.end(each.topic());
        }
      }
    }
    acknowledge(client);
  }

  /** Collects what is asked for; what is wrong with it, or null. */
  private @Nullable String wanted(JsonNode request, List<Subscriptions.Entry> wanted) {
    JsonNode channels = channels(request);
    if (channels.isEmpty()) {
      return "You need to specify at least one channel";
    }
    for (JsonNode channel : channels) {
      String name = channel.isObject() ? channel.path("name").asText() : channel.asText();
      List<String> products = products(request, channel);
      if (!CHANNELS.contains(name)) {
        return name + " is not a valid channel";
      }
      if (products.isEmpty()) {
        return "You need to specify at least one product ID for channel " + name;
      }
      for (String product : products) {
        if (!catalogue.holds(product)) {
          return product + " is not a valid product";
        }
        wanted.add(new Subscriptions.Entry(new Topic(topic(name), product), name));
      }
    }
    return null;
  }

  private static JsonNode channels(JsonNode request) {
    JsonNode channels = request.path("channels");
    return channels.isArray() ? channels : Json.array();
  }

  private static List<String> products(JsonNode request, JsonNode channel) {
    JsonNode own = channel.path("product_ids");
    List<String> products = Json.texts(own.isMissingNode() ? request.path("product_ids") : own);
    return products == null ? List.of() : products;
  }

  private static String topic(String channel) {
    return channel.endsWith("_batch") ? channel.substring(0, channel.length() - 6) : channel;
  }

  private static void acknowledge(Client client) {
    Map<String, List<String>> products = new LinkedHashMap<>();
    for (Subscriptions.Entry each : client.subscriptions.all()) {
      products.computeIfAbsent(each.name(), n -> new ArrayList<>()).add(each.topic().symbol());
    }
    ObjectNode answer = Json.object().put("type", "subscriptions");
    var channels = answer.putArray("channels");
    products.forEach(
        (name, ids) -> {
          var list = channels.addObject().put("name", name).putArray("product_ids");
          ids.forEach(list::add);
        });
    client.say(answer.toString());
  }

  private static void refuse(Client client, String message, String reason) {
    client.say(
        Json.object()
            .put("type", "error")
            .put("message", message)
            .put("reason", reason)
            .toString());
  }

  @Override
  public @Nullable VenueFrame read(byte[] frame) throws IOException {
    String type = null;
    String product = null;
    long sequence = 0;
    long tradeId = 0;
    try (JsonParser json = Json.FRAMES.createParser(frame)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name; (name = json.nextFieldName()) != null; ) {
        json.nextToken();
        switch (name) {
          case "type" -> type = json.getText();
          case "product_id" -> product = json.getText();
          case "sequence" -> sequence = json.getValueAsLong();
          case "trade_id" -> tradeId = json.getValueAsLong();
          case "channels" -> readProducts(json);
          default -> json.skipChildren();
        }
      }
    }
    if (type == null || product == null) {
      return null;
    }
    if (sequence > 0 && tradeId > 0) {
      last.put(product, new Last(sequence, tradeId));
    }
    return switch (type) {
      case "snapshot" -> frame("level2", product, VenueFrame.Kind.SNAPSHOT, frame);
      case "l2update" -> frame("level2", product, VenueFrame.Kind.CHANGE, frame);
      case "ticker" -> frame("ticker", product, VenueFrame.Kind.OTHER, frame);
      case "match", "last_match" -> frame("matches", product, VenueFrame.Kind.OTHER, frame);
      default -> null;
    };
  }

  /** Of an answer: a product may be subscribed that has nothing to say. */
  private void readProducts(JsonParser json) throws IOException {
    int depth = 0;
    do {
      JsonToken token = json.currentToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token == JsonToken.VALUE_STRING && depth == 3) { // channels, channel, product_ids
        catalogue.add(json.getText());
      }
    } while (depth > 0 && json.nextToken() != null);
  }

  private static VenueFrame frame(
      String channel, String product, VenueFrame.Kind kind, byte[] frame) {
    return new VenueFrame(new Topic(channel, product), kind, frame);
  }

  @Override
  public byte[] wording(VenueFrame frame, String name, Client client, ServedBook book) {
    return frame.bytes();
  }

  @Override
  public byte @Nullable [] snapshot(Topic topic, String name, ServedBook book) {
    return topic.channel().equals("level2")
        ? books.coinbase(topic.symbol(), book.levels.bids(), book.levels.asks()).take()
        : null;
  }

  /** The last ticker as it was, and the last match as {@code last_match}. */
  @Override
  public byte @Nullable [] recall(VenueFrame last) {
    return switch (last.topic().channel()) {
      case "ticker" -> last.bytes();
      case "matches" ->
          new String(last.bytes(), StandardCharsets.UTF_8)
              .replaceFirst("\"type\":\"match\"", "\"type\":\"last_match\"")
              .getBytes(StandardCharsets.UTF_8);
      default -> null;
    };
  }
}
