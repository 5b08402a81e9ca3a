package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.adapter.venue.Control;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Kraken spot v2. Each symbol is acknowledged by itself; refusals name it and not the channel, so
 * requests are numbered, which answers repeat. The venue sends a heartbeat in every second of
 * silence, but only once something is subscribed to; its ping is answered before that too.
 */
public final class KrakenDialogue implements Dialogue {
  /** The venue states no limits for public streams; these are as polite as its neighbours ask. */
  private static final Limits LIMITS = new Limits(1_000, 50, 5, Limits.NO_LIMIT, 1_000, 1_000, 0);

  /** No refusal, though it comes as one. */
  private static final String ALREADY = "Already subscribed";

  /** The venue's depth that equals the deepest view a client can have. */
  private static final int USUAL_DEPTH = 100;

  /** As many as topics; the oldest of more will hardly be answered. */
  private static final int MAX_REQUESTS = 1_000;

  /** Levels a side that go into the venue's checksums. */
  private static final int CHECKED_DEPTH = 10;

  private final Control control =
      new Control(
          "{\"channel\":\"book\"",
          "{\"channel\":\"trade\"",
          "{\"channel\":\"ticker\"",
          "{\"channel\":\"heartbeat\"");
  private final Map<Long, List<Topic>> requests = new LinkedHashMap<>(); // what isn't answered yet
  private final int depth;
  private long lastId;

  /**
   * A dialogue about books of that depth.
   *
   * @param depth one of those that the venue has, or 0 for the usual one
   * @throws IllegalArgumentException when the venue has no such depth
   */
  public KrakenDialogue(int depth) {
    if (depth != 0 && !KrakenPair.offers(depth)) {
      throw new IllegalArgumentException("depth: " + depth + " is none of 10, 25, 100, 500, 1000");
    }
    this.depth = depth == 0 ? USUAL_DEPTH : depth;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public String url() {
    return "wss://ws.kraken.com/v2";
  }

  @Override
  public List<String> streams(Channel channel) {
    return switch (channel) {
      case TICKER -> List.of("ticker");
      case TRADE -> List.of("trade");
      case BOOK -> List.of("book");
      case QUOTE, BAR -> List.of();
    };
  }

  @Override
  public boolean isBook(String stream) {
    return stream.equals("book");
  }

  @Override
  public boolean provesBooks() {
    return depth == CHECKED_DEPTH;
  }

  @Override
  public void onOpen() {
    requests.clear();
  }

  @Override
  public String subscribe(String stream, List<String> symbols) {
    ObjectNode request = request("subscribe", stream, symbols, true);
    List<Topic> topics = new ArrayList<>();
    symbols.forEach(symbol -> topics.add(new Topic(stream, symbol)));
    requests.put(++lastId, topics);
    if (requests.size() > MAX_REQUESTS) {
      requests.remove(requests.keySet().iterator().next());
    }
    return request.put("req_id", lastId).toString();
  }

  @Override
  public String unsubscribe(String stream, List<String> symbols) {
    return request("unsubscribe", stream, symbols, false).toString();
  }

  private ObjectNode request(String method, String stream, List<String> symbols, boolean snapshot) {
    ObjectNode request = Control.object().put("method", method);
    ObjectNode params = Control.object("channel", stream, "symbol", symbols);
    if (stream.equals("book")) {
      params.put("depth", depth);
    }
    if (snapshot) {
      params.put("snapshot", true);
    }
    request.set("params", params);
    return request;
  }

  @Override
  public String keepAlive() {
    return "{\"method\":\"ping\"}";
  }

  @Override
  public Reply read(byte[] bytes, int offset, int length) {
    JsonNode message = control.read(bytes, offset, length);
    if (message == null) {
      return Reply.DATA;
    }
    if (message.path("method").asText().equals("subscribe")) {
      return answer(message);
    }
    return message.path("channel").asText().equals("status") ? status(message) : Reply.DATA;
  }

  private Reply answer(JsonNode message) {
    JsonNode result = message.path("result");
    if (message.path("success").asBoolean()) {
      Topic topic = new Topic(result.path("channel").asText(), result.path("symbol").asText());
      answered(message, topic.symbol());
      return new Reply.Accepted(List.of(topic));
    }
    String reason = Control.reason(message, "error");
    String symbol = message.path("symbol").asText("");
    List<Topic> topics = answered(message, symbol);
    if (!topics.isEmpty()) {
      return reason.equals(ALREADY)
          ? new Reply.Accepted(topics)
          : new Reply.Refused(topics, reason);
    }
    // without the number of a request it isn't told which of the symbol's channels is meant
    return new Reply.Failed(reason.contains(symbol) ? reason : reason + ": " + symbol, false);
  }

  /** What a request asked for of that symbol, or of all when it is empty, and waits for no more. */
  private List<Topic> answered(JsonNode message, String symbol) {
    long id = message.path("req_id").asLong();
    List<Topic> topics = requests.getOrDefault(id, List.of());
    List<Topic> answered =
        topics.stream().filter(each -> symbol.isEmpty() || each.symbol().equals(symbol)).toList();
    if (answered.size() == topics.size()) {
      requests.remove(id);
    } else {
      topics.removeAll(answered);
    }
    return answered;
  }

  private static Reply status(JsonNode message) {
    String system = message.path("data").path(0).path("system").asText("");
    return switch (system) {
      case "maintenance" -> new Reply.Paused("the venue says maintenance");
      case "" -> Reply.DATA;
      default -> new Reply.Resumed(); // cancel_only, post_only, limit_only: data goes on
    };
  }
}
