package io.tickgate.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tickgate.market.Symbol;
import io.tickgate.wire.ProtocolContract;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client got, in the order in which it came. Each message is checked against {@link
 * ProtocolContract} and the rules given; a violation fails the next call. Filled by the client's
 * own thread, read by one test thread.
 */
class Inbox {
  /** How long to wait for what must come. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final JsonMapper MAPPER = new JsonMapper();

  // all guarded by this
  private final Consumer<JsonNode> rules;
  private final List<JsonNode> messages = new ArrayList<>();
  private final List<Element> elements = new ArrayList<>();
  private final Map<String, Deque<Element>> unread = new HashMap<>();
  private int closeCode;
  private @Nullable Throwable failure;

  Inbox(Consumer<JsonNode> rules) {
    this.rules = rules;
  }

  /** All messages so far. */
  final synchronized List<JsonNode> messages() {
    return List.copyOf(messages);
  }

  /** All messages of that type so far. */
  final List<JsonNode> messages(String type) {
    return messages().stream().filter(m -> m.path("type").asText().equals(type)).toList();
  }

  /** All elements of a (channel, symbol) so far, read ones too. */
  final synchronized List<Element> elements(String channel, Symbol symbol) {
    return elements.stream()
        .filter(e -> e.channel().equals(channel) && e.symbol().equals(symbol.name()))
        .toList();
  }

  /** Waits for the next element of a (channel, symbol). */
  final Element next(String channel, Symbol symbol) {
    return await(
        "element of " + channel + " " + symbol,
        PATIENCE,
        () -> queue(channel, symbol.name()).pollFirst());
  }

  /** Reads elements of a (channel, symbol) until one matches. */
  final Element nextWhere(String channel, Symbol symbol, Predicate<Element> match) {
    Element element = next(channel, symbol);
    while (!match.test(element)) {
      element = next(channel, symbol);
    }
    return element;
  }

  /** Reads elements of a (channel, symbol) until a field has that text. */
  final Element nextWith(String channel, Symbol symbol, String field, String value) {
    return nextWhere(channel, symbol, e -> e.text(field).equals(value));
  }

  /** Waits for a message that matches, at that place among all messages or behind it. */
  final JsonNode await(String what, int from, Predicate<JsonNode> match) {
    return await(what, from, PATIENCE, match);
  }

  final JsonNode await(String what, int from, Duration patience, Predicate<JsonNode> match) {
    return await(
        what, patience, () -> messages.stream().skip(from).filter(match).findFirst().orElse(null));
  }

  final JsonNode awaitError(String code) {
    return await("error " + code, 0, m -> isA(m, "error", code));
  }

  final JsonNode awaitNotice(String code, int from) {
    return await("notice " + code, from, m -> isA(m, "notice", code));
  }

  /** Waits for the end of the connection and returns the close code; 1006 when there was none. */
  final int awaitClose(Duration patience) {
    return await("close", patience, () -> closeCode == 0 ? null : closeCode);
  }

  final synchronized boolean isClosed() {
    return closeCode != 0;
  }

  /** Waits until the probe, called under the lock, finds something. */
  final synchronized <T> T await(
      String what, Duration patience, Supplier<? extends @Nullable T> probe) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      throwFailure();
      T found = probe.get();
      if (found != null) {
        return found;
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0 || closeCode != 0) {
        List<JsonNode> tail = messages.subList(Math.max(0, messages.size() - 5), messages.size());
        throw new AssertionError("no " + what + "; close code " + closeCode + ", last " + tail);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }

  /** Throws if a rule was broken so far. */
  final synchronized void throwFailure() {
    if (failure != null) {
      throw new AssertionError(failure.getMessage(), failure);
    }
  }

  /** Takes a message off the wire. */
  final synchronized void take(String json) {
    try {
      ProtocolContract.checkServer(json);
      JsonNode message = parse(json);
      rules.accept(message);
      boolean snapshot = message.path("type").asText().equals("snapshot");
      String channel = message.path("channel").asText();
      for (JsonNode node : message.path("data")) {
        Element element = new Element(messages.size(), snapshot, channel, node);
        elements.add(element);
        queue(channel, element.symbol()).add(element);
      }
      messages.add(message);
    } catch (AssertionError e) {
      fail(e);
    }
    notifyAll();
  }

  /** Fails the next call of the test, unless something failed before. */
  final synchronized void fail(Throwable cause) {
    failure = failure == null ? cause : failure;
    notifyAll();
  }

  /** Notes the end of the connection. */
  final synchronized void closed(int code) {
    closeCode = closeCode == 0 ? code : closeCode;
    notifyAll();
  }

  private Deque<Element> queue(String channel, String symbol) {
    return unread.computeIfAbsent(channel + " " + symbol, key -> new ArrayDeque<>());
  }

  private static boolean isA(JsonNode message, String type, String code) {
    return message.path("type").asText().equals(type) && message.path("code").asText().equals(code);
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
