package io.tickgate.adapter.venue.bitstamp;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.venue.Control;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.List;

/** Bitstamp v2: a message a channel, and its own heartbeat, which is answered. */
public final class BitstampDialogue implements Dialogue {
  /** The venue states no limits for its streams; a rate that its neighbours take. */
  private static final Limits LIMITS = new Limits(1_000, 1, 10, Limits.NO_LIMIT, 1_000, 5_000, 0);

  private static final String BOOK = "diff_order_book_";
  private static final String TRADES = "live_trades_";

  private final Control control = new Control("{\"data\":{\"t", "{\"data\":{\"i", "{\"data\":{\"m");

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public String url() {
    return "wss://ws.bitstamp.net";
  }

  @Override
  public String restUrl() {
    return "https://www.bitstamp.net";
  }

  @Override
  public List<String> streams(Channel channel) {
    return switch (channel) {
      case TRADE -> List.of(TRADES);
      case BOOK -> List.of(BOOK);
      case TICKER, QUOTE, BAR -> List.of();
    };
  }

  @Override
  public boolean isBook(String stream) {
    return stream.equals(BOOK);
  }

  @Override
  public String subscribe(String stream, List<String> symbols) {
    return request("bts:subscribe", stream + symbols.get(0));
  }

  @Override
  public String unsubscribe(String stream, List<String> symbols) {
    return request("bts:unsubscribe", stream + symbols.get(0));
  }

  private static String request(String event, String channel) {
    var request = Control.object().put("event", event);
    request.putObject("data").put("channel", channel);
    return request.toString();
  }

  @Override
  public String keepAlive() {
    return "{\"event\":\"bts:heartbeat\"}";
  }

  @Override
  public String snapshotUrl(String restUrl, String symbol) {
    return restUrl + "/api/v2/order_book/" + symbol + "/";
  }

  @Override
  public Reply read(byte[] bytes, int offset, int length) {
    JsonNode message = control.read(bytes, offset, length);
    if (message == null) {
      return Reply.DATA;
    }
    return switch (message.path("event").asText()) {
      case "bts:subscription_succeeded" -> accepted(message.path("channel").asText());
      case "bts:error" -> failed(message);
      case "bts:request_reconnect" -> new Reply.Leave("the venue asks to reconnect");
      default -> Reply.DATA;
    };
  }

  private static Reply accepted(String channel) {
    for (String stream : List.of(BOOK, TRADES)) {
      if (channel.startsWith(stream)) {
        return new Reply.Accepted(List.of(new Topic(stream, channel.substring(stream.length()))));
      }
    }
    return Reply.DATA;
  }

  private static Reply failed(JsonNode message) {
    String reason = Control.reason(message.path("data"), "code", "message");
    String channel = message.path("channel").asText("");
    return accepted(channel) instanceof Reply.Accepted named
        ? new Reply.Refused(named.topics(), reason)
        : new Reply.Failed(reason, true);
  }
}
