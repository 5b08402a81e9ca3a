package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.adapter.venue.Control;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.List;

/**
 * Kraken spot v2. Each symbol is acknowledged by itself. The venue sends a heartbeat in every
 * second of silence, but only once something is subscribed to; its ping is answered before that
 * too.
 */
public final class KrakenDialogue implements Dialogue {
  /** The venue states no limits for public streams; these are as polite as its neighbours ask. */
  private static final Limits LIMITS = new Limits(1_000, 50, 5, Limits.NO_LIMIT, 1_000, 1_000, 0);

  /** The venue's depth that equals the deepest view a client can have. */
  private static final int USUAL_DEPTH = 100;

  /** Levels a side that go into the venue's checksums. */
  private static final int CHECKED_DEPTH = 10;

  private final Control control =
      new Control(
          "{\"channel\":\"book\"",
          "{\"channel\":\"trade\"",
          "{\"channel\":\"ticker\"",
          "{\"channel\":\"heartbeat\"");
  private final int depth;

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
  public String subscribe(String stream, List<String> symbols) {
    return request("subscribe", stream, symbols, true);
  }

  @Override
  public String unsubscribe(String stream, List<String> symbols) {
    return request("unsubscribe", stream, symbols, false);
  }

  private String request(String method, String stream, List<String> symbols, boolean snapshot) {
    ObjectNode request = Control.object().put("method", method);
    ObjectNode params = Control.object("channel", stream, "symbol", symbols);
    if (stream.equals("book")) {
      params.put("depth", depth);
    }
    if (snapshot) {
      params.put("snapshot", true);
    }
    request.set("params", params);
    return request.toString();
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

  private static Reply answer(JsonNode message) {
    JsonNode result = message.path("result");
    if (message.path("success").asBoolean()) {
      return new Reply.Accepted(
          List.of(new Topic(result.path("channel").asText(), result.path("symbol").asText())));
    }
    String reason = Control.reason(message, "error");
    String symbol = message.path("symbol").asText("");
    // which of its channels isn't told, and none of the others would be taken either
    return new Reply.Failed(reason.contains(symbol) ? reason : reason + ": " + symbol, false);
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
