package io.tickgate.adapter.venue.okx;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.adapter.venue.Control;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.List;

/** OKX v5's public channels. A connection that is silent for 30 s is closed, hence the ping. */
public final class OkxDialogue implements Dialogue {
  /**
   * 480 requests about subscriptions an hour and connection, and 3 connections a second, are
   * allowed: few requests of many symbols.
   */
  private static final Limits LIMITS = new Limits(1_000, 100, 2, 480, 500, 10_000, 0);

  private final Control control = new Control("{\"arg\":");

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public String url() {
    return "wss://ws.okx.com:8443/ws/v5/public";
  }

  @Override
  public List<String> streams(Channel channel) {
    return switch (channel) {
      case TICKER -> List.of("tickers");
      case QUOTE -> List.of("bbo-tbt");
      case TRADE -> List.of("trades");
      case BOOK -> List.of("books");
      case BAR -> List.of();
    };
  }

  @Override
  public boolean isBook(String stream) {
    return stream.equals("books");
  }

  @Override
  public boolean provesBooks() {
    return true;
  }

  @Override
  public String subscribe(String stream, List<String> symbols) {
    return request("subscribe", stream, symbols);
  }

  @Override
  public String unsubscribe(String stream, List<String> symbols) {
    return request("unsubscribe", stream, symbols);
  }

  private static String request(String op, String stream, List<String> symbols) {
    var request = Control.object().put("op", op);
    var args = request.putArray("args");
    for (String symbol : symbols) {
      args.addObject().put("channel", stream).put("instId", symbol);
    }
    return request.toString();
  }

  @Override
  public String keepAlive() {
    return "ping";
  }

  @Override
  public Reply read(byte[] bytes, int offset, int length) {
    JsonNode message = control.read(bytes, offset, length);
    if (message == null) {
      return Reply.DATA;
    }
    JsonNode arg = message.path("arg");
    Topic topic = new Topic(arg.path("channel").asText(""), arg.path("instId").asText(""));
    return switch (message.path("event").asText()) {
      case "subscribe" -> new Reply.Accepted(List.of(topic));
      // only what the text names was turned down
      case "error" -> new Reply.Failed(Control.reason(message, "code", "msg"), false);
      case "notice" -> new Reply.Leave(Control.reason(message, "code", "msg"));
      default -> Reply.DATA;
    };
  }
}
