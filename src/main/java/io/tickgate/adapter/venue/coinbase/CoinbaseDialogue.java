package io.tickgate.adapter.venue.coinbase;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.venue.Control;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.ArrayList;
import java.util.List;

/**
 * Coinbase Exchange. A connection must subscribe within five seconds and hears one heartbeat a
 * second from then on, so the first symbol's is always subscribed to. {@code level2} asks for a key
 * by now; {@code level2_batch} sends the same frames without.
 */
public final class CoinbaseDialogue implements Dialogue {
  /** 100 messages a second and 8 connections a second and address are allowed; half is plenty. */
  private static final Limits LIMITS = new Limits(3_000, 100, 20, Limits.NO_LIMIT, 250, 1_000, 0);

  private static final String BOOK = "level2_batch";

  private final Control control =
      new Control(
          "{\"type\":\"l2update\"",
          "{\"type\":\"ticker\"",
          "{\"type\":\"match\"",
          "{\"type\":\"heartbeat\"",
          "{\"type\":\"snapshot\"");
  private boolean beats; // once that is granted

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public String url() {
    return "wss://ws-feed.exchange.coinbase.com";
  }

  @Override
  public List<String> streams(Channel channel) {
    return switch (channel) {
      case TICKER -> List.of("ticker");
      case TRADE -> List.of("matches");
      case BOOK -> List.of(BOOK);
      case QUOTE, BAR -> List.of();
    };
  }

  @Override
  public boolean isBook(String stream) {
    return stream.equals(BOOK);
  }

  @Override
  public List<String> greeting(List<String> symbols) {
    return symbols.isEmpty()
        ? List.of()
        : List.of(request("subscribe", "heartbeat", symbols.subList(0, 1)));
  }

  @Override
  public void onOpen() {
    beats = false;
  }

  @Override
  public boolean beats() {
    return beats;
  }

  @Override
  public String subscribe(String stream, List<String> symbols) {
    return request("subscribe", stream, symbols);
  }

  @Override
  public String unsubscribe(String stream, List<String> symbols) {
    return request("unsubscribe", stream, symbols);
  }

  private static String request(String type, String stream, List<String> symbols) {
    var request = Control.object("type", type, "product_ids", symbols);
    request.putArray("channels").add(stream);
    return request.toString();
  }

  @Override
  public Reply read(byte[] bytes, int offset, int length) {
    JsonNode message = control.read(bytes, offset, length);
    if (message == null) {
      return Reply.DATA;
    }
    return switch (message.path("type").asText()) {
      case "subscriptions" -> new Reply.Accepted(subscribed(message));
      // a request with one bad product is turned down as a whole
      case "error" -> new Reply.Failed(Control.reason(message, "message", "reason"), true);
      default -> Reply.DATA;
    };
  }

  /** Everything that the connection is subscribed to by now. */
  private List<Topic> subscribed(JsonNode message) {
    List<Topic> topics = new ArrayList<>();
    for (JsonNode channel : message.path("channels")) {
      String name = channel.path("name").asText();
      // the batched stream may be acknowledged under the name of what it carries
      String stream = name.startsWith("level2") ? BOOK : name;
      beats |= name.equals("heartbeat");
      for (JsonNode product : channel.path("product_ids")) {
        topics.add(new Topic(stream, product.asText()));
      }
    }
    return topics;
  }
}
