package io.tickgate.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What to subscribe to.
 *
 * @param channel {@code ticker}, {@code quote}, {@code trade}, {@code book} or {@code bar}
 * @param symbols names and globs
 * @param parameters further members of the request, such as {@code intervalMs} or {@code depth}
 */
public record Subscription(String channel, List<String> symbols, ObjectNode parameters) {
  public Subscription {
    symbols = List.copyOf(symbols);
    parameters = parameters.deepCopy();
  }

  /** With the channel's usual parameters. */
  public static Subscription of(String channel, String... symbols) {
    return new Subscription(channel, List.of(symbols), JsonNodeFactory.instance.objectNode());
  }

  /** The same for other symbols. */
  Subscription of(List<String> others) {
    return new Subscription(channel, others, parameters);
  }

  boolean isTrades() {
    return channel.equals("trade");
  }

  /** Whether each trade of a symbol is wanted, rather than the newest. */
  boolean wantsEachTrade(String symbol) {
    return isTrades()
        && !parameters.path("mode").asText().equals("conflated")
        && symbols.stream().anyMatch(each -> Glob.covers(each, symbol));
  }

  /** The request for some of its symbols. */
  ObjectNode request(long id, List<String> some) {
    ObjectNode request = parameters.deepCopy();
    request.put("op", "subscribe").put("id", id).put("channel", channel);
    some.forEach(request.putArray("symbols")::add);
    return request;
  }
}
