package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.page.Chromium;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds in each mode: compression changes the bytes on the wire and nothing else. */
abstract class CompressionContract {
  static final String PMD = "permessage-deflate";

  /** Subscribes and keeps what comes; resolves when that is granted, with the extensions in use. */
  private static final String BROWSER_CLIENT =
      """
      (request) => new Promise((granted) => {
        window.elements = [];
        const socket = new WebSocket(`ws://${location.host}/v1/stream`, ["tickgate.v1.json"]);
        socket.onmessage = ({ data }) => {
          const message = JSON.parse(data);
          if (message.type === "welcome") socket.send(request);
          if (message.type === "ack") granted(socket.extensions);
          if (message.type === "update") window.elements.push(...message.data);
        };
      })""";

  @Inject TestMarket market;

  /** The mode that a plain offer gets, as {@code welcome} tells it. */
  abstract String mode();

  @Test
  void dataIsTheSameAsWithoutCompression() throws IOException {
    List<Symbol> symbols = IntStream.range(0, 20).mapToObj(i -> Ticks.fresh("SAME")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.trade(symbol, 0)));
    try (DeflateSocket plain = new DeflateSocket();
        DeflateSocket compressed = new DeflateSocket(PMD);
        DeflateSocket small = new DeflateSocket(PMD + "; server_max_window_bits=9")) {
      List<DeflateSocket> all = List.of(plain, compressed, small);
      for (DeflateSocket each : all) {
        subscribe(each, "trade", symbols, "'intervalMs':0");
      }
      for (int n = 1; n <= 50; n++) {
        int number = n;
        market.tick(symbols.stream().map(s -> Ticks.trade(s, number)).toArray(Tick[]::new));
      }
      List<List<String>> data = new ArrayList<>();
      for (DeflateSocket each : all) {
        data.add(elements(each, 50 * symbols.size()));
      }
      assertEquals(data.get(0), data.get(1));
      assertEquals(data.get(0), data.get(2));
    }
  }

  @Test
  void controlMessagesGoPlain() throws IOException {
    try (DeflateSocket client = new DeflateSocket(PMD)) {
      assertFalse(client.read("welcome").compressed());
      client.send("{'op':'list','id':1}");
      assertFalse(client.read("subscriptions").compressed());
      client.send("{'op':'dance','id':2,'pad':'" + "x".repeat(300) + "'}");
      assertFalse(client.read("error").compressed());
      assertFalse(client.read("heartbeat").compressed());
    }
  }

  @Test
  void nodeClientGetsTheSameData() throws IOException {
    NodeClient.assumeInstalled();
    List<Symbol> symbols = IntStream.range(0, 20).mapToObj(i -> Ticks.fresh("NODE")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.trade(symbol, 0)));
    int count = 50 * symbols.size();
    try (DeflateSocket plain = new DeflateSocket();
        NodeClient node = NodeClient.start(request("trade", symbols, "'intervalMs':0"), count)) {
      subscribe(plain, "trade", symbols, "'intervalMs':0");
      JsonNode opened = node.awaitSubscribed();
      String answer = opened.path("extensions").asText();
      assertEquals(!mode().equals("off"), answer.startsWith(PMD), opened.toString());
      assertEquals(mode(), opened.at("/welcome/compression/mode").asText());
      for (int n = 1; n <= 50; n++) {
        int number = n;
        market.tick(symbols.stream().map(s -> Ticks.trade(s, number)).toArray(Tick[]::new));
      }
      assertEquals(sorted(elements(plain, count)), sorted(node.awaitElements()));
    }
  }

  @Test
  void browserGetsTheSameData() throws IOException {
    List<Symbol> symbols = IntStream.range(0, 20).mapToObj(i -> Ticks.fresh("PAGE")).toList();
    symbols.forEach(symbol -> market.tick(Ticks.trade(symbol, 0)));
    int count = 50 * symbols.size();
    try (Chromium chromium = Chromium.start();
        DeflateSocket plain = new DeflateSocket()) {
      Page page = chromium.page();
      page.navigate(Endpoint.of("/").toString());
      Object answer = page.evaluate(BROWSER_CLIENT, request("trade", symbols, "'intervalMs':0"));
      assertEquals(!mode().equals("off"), answer.toString().startsWith(PMD), answer.toString());
      subscribe(plain, "trade", symbols, "'intervalMs':0");
      for (int n = 1; n <= 50; n++) {
        int number = n;
        market.tick(symbols.stream().map(s -> Ticks.trade(s, number)).toArray(Tick[]::new));
      }
      page.waitForFunction("count => window.elements.length >= count", count);
      Object got = page.evaluate("() => window.elements.map((each) => JSON.stringify(each))");
      List<String> texts = ((List<?>) got).stream().map(Object::toString).toList();
      assertEquals(sorted(elements(plain, count)), sorted(texts));
    }
  }

  static String request(String channel, List<Symbol> symbols, String more) {
    String names = symbols.stream().map(s -> "'" + s + "'").collect(Collectors.joining(","));
    return "{'op':'subscribe','id':9,'snapshot':false,'channel':'%s','symbols':[%s],%s}"
        .formatted(channel, names, more)
        .replace('\'', '"');
  }

  static void subscribe(DeflateSocket client, String channel, List<Symbol> symbols, String more)
      throws IOException {
    client.send(request(channel, symbols, more));
    JsonNode ack = client.read("ack").json();
    assertEquals(symbols.size(), ack.path("granted").size(), ack.toString());
  }

  /** The next elements of data as text, sorted by symbol, each symbol's in the order they came. */
  static List<String> elements(DeflateSocket client, int count) throws IOException {
    List<JsonNode> elements = new ArrayList<>();
    while (elements.size() < count) {
      client.read("update").json().path("data").forEach(elements::add);
    }
    return elements.stream()
        .sorted((a, b) -> a.path("s").asText().compareTo(b.path("s").asText()))
        .map(JsonNode::toString)
        .toList();
  }

  private static List<String> sorted(List<String> elements) {
    assertTrue(elements.size() > 0);
    return elements.stream().sorted().toList();
  }
}
