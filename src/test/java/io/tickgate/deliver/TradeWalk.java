package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Symbol;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/**
 * Walks over the trades that a client got and the gaps that it was told of: together they are each
 * seq once, in order. One thread.
 */
final class TradeWalk {
  private final Symbol symbol;
  private final long first;

  TradeWalk(Symbol symbol, long first) {
    this.symbol = symbol;
    this.first = first;
  }

  /** Finds the element of that seq or a later one once it has come. */
  Supplier<Element> reaches(long seq, Inbox inbox) {
    return () -> {
      List<Element> elements = inbox.elements("trade", symbol);
      Element last = elements.isEmpty() ? null : elements.get(elements.size() - 1);
      return last != null && last.seq() >= seq ? last : null;
    };
  }

  /** Checks all messages and returns how many trades the gaps took. */
  long check(List<JsonNode> messages) {
    long expected = first;
    long missed = 0;
    for (JsonNode message : messages) {
      if (isGap(message)) {
        assertEquals(expected, message.path("from").asLong(), message.toString());
        expected = message.path("to").asLong() + 1;
        missed += message.path("missed").asLong();
      }
      for (JsonNode trade : trades(message)) {
        long seq = trade.path("seq").asLong();
        if (seq >= first) {
          assertEquals(expected, seq, trade.toString());
          expected = seq + 1;
        }
      }
    }
    return missed;
  }

  private boolean isGap(JsonNode message) {
    return message.path("code").asText().equals("gap")
        && message.path("channel").asText().equals("trade")
        && message.path("symbol").asText().equals(symbol.name());
  }

  private List<JsonNode> trades(JsonNode message) {
    if (!message.path("channel").asText().equals("trade")) {
      return List.of();
    }
    return StreamSupport.stream(message.path("data").spliterator(), false)
        .filter(trade -> trade.path("s").asText().equals(symbol.name()))
        .toList();
  }
}
