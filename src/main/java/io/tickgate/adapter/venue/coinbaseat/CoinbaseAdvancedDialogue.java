package io.tickgate.adapter.venue.coinbaseat;

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
 * Coinbase Advanced Trade. Without the heartbeats channel a quiet subscription is closed after a
 * minute, so it comes first.
 */
public final class CoinbaseAdvancedDialogue implements Dialogue {
  /** 8 messages and 8 connections a second and address are allowed. */
  private static final Limits LIMITS = new Limits(3_000, 100, 6, Limits.NO_LIMIT, 250, 1_000, 0);

  private final Control control =
      new Control(
          "{\"channel\":\"l2_data\"", "{\"channel\":\"market_trades\"", "{\"channel\":\"ticker\"");
  private boolean beats; // once that is granted

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public String url() {
    return "wss://advanced-trade-ws.coinbase.com";
  }

  @Override
  public List<String> streams(Channel channel) {
    return switch (channel) {
      case TICKER -> List.of("ticker");
      case TRADE -> List.of("market_trades");
      case BOOK -> List.of("level2");
      case QUOTE, BAR -> List.of();
    };
  }

  @Override
  public boolean isBook(String stream) {
    return stream.equals("level2");
  }

  @Override
  public boolean provesBooks() {
    return true;
  }

  @Override
  public List<String> greeting(List<String> symbols) {
    return List.of(request("subscribe", "heartbeats", List.of()));
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
    return Control.object("type", type, "product_ids", symbols).put("channel", stream).toString();
  }

  @Override
  public Reply read(byte[] bytes, int offset, int length) {
    JsonNode message = control.read(bytes, offset, length);
    if (message == null) {
      return Reply.DATA;
    }
    if (message.path("type").asText().equals("error")) {
      return new Reply.Failed(Control.reason(message, "message", "reason"), true);
    }
    return message.path("channel").asText().equals("subscriptions")
        ? new Reply.Accepted(subscribed(message))
        : Reply.DATA;
  }

  private List<Topic> subscribed(JsonNode message) {
    List<Topic> topics = new ArrayList<>();
    for (JsonNode event : message.path("events")) {
      beats |= event.path("subscriptions").has("heartbeats");
      event
          .path("subscriptions")
          .properties()
          .forEach(
              stream ->
                  stream
                      .getValue()
                      .forEach(
                          product -> topics.add(new Topic(stream.getKey(), product.asText()))));
    }
    return topics;
  }
}
