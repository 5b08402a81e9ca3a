package io.tickgate.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client that watches one symbol and goes to the next node when one is gone. Says what it was not
 * told: a trade that is missing without a gap, a seq that comes twice.
 */
final class Screen implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static final int TRADES = 1; // ids of the two subscriptions
  private static final int TICKER = 2;

  private final String feed;
  private final String symbol;
  private final List<URI> nodes;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private int node;
  private volatile WebSocket socket;

  // guarded by this
  private String epoch = "";
  private long lastTrade;
  private long gapTo;
  private long gaps;
  private TreeMap<Long, BigDecimal> trades = new TreeMap<>();
  private JsonNode ticker = JSON.createObjectNode();
  private long elements;
  private long epochs;
  private String state = ""; // of the feed, as told last
  private final List<String> faults = new ArrayList<>();

  Screen(String feed, String symbol, List<URI> nodes) {
    this.feed = feed;
    this.symbol = symbol;
    this.nodes = nodes;
    thread.execute(this::connect);
  }

  private void connect() {
    try {
      socket =
          HTTP.newWebSocketBuilder()
              .subprotocols("tickgate.v1.json")
              .buildAsync(nodes.get(node), new Listener())
              .get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      next();
    }
  }

  private void next() {
    node = (node + 1) % nodes.size();
    if (!thread.isShutdown()) {
      thread.schedule(this::connect, 50, TimeUnit.MILLISECONDS);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private boolean over;

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        thread.execute(() -> onMessage(message));
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      leave();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
      leave();
    }

    private void leave() {
      if (!over && !thread.isShutdown()) {
        over = true;
        thread.execute(Screen.this::next);
      }
    }
  }

  private synchronized void onMessage(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      switch (message.path("type").asText()) {
        case "welcome" -> onWelcome(message.path("epoch").asText());
        case "notice" -> onNotice(message);
        case "snapshot", "update" -> message.path("data").forEach(each -> onElement(message, each));
        case "ack" -> onAck(message);
        case "error" -> faults.add(text);
        default -> {}
      }
    } catch (JsonProcessingException e) {
      faults.add(text);
    }
  }

  private void onWelcome(String told) {
    if (!told.equals(epoch)) {
      begin(told);
    }
    subscribe(TRADES);
    subscribe(TICKER);
  }

  /** A node that has just started may not know the symbol yet. */
  private void onAck(JsonNode ack) {
    if (!ack.path("refused").isEmpty()) {
      WebSocket refused = socket;
      int id = ack.path("id").asInt();
      thread.schedule(() -> subscribeAgain(id, refused), 100, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void subscribeAgain(int id, WebSocket refused) {
    if (socket == refused) {
      subscribe(id);
    }
  }

  private void subscribe(int id) {
    String terms = id == TRADES ? "'channel':'trade','from':" + lastTrade : "'channel':'ticker'";
    String text = "{'op':'subscribe','id':%d,'symbols':['%s'],%s}".formatted(id, symbol, terms);
    socket.sendText(text.replace('\'', '"'), true);
  }

  private void begin(String next) {
    epoch = next;
    epochs++;
    lastTrade = 0;
    gapTo = 0;
    trades = new TreeMap<>();
  }

  private void onNotice(JsonNode notice) {
    if (notice.path("feed").asText().equals(feed)) {
      state = notice.path("state").asText(state);
    }
    if (notice.has("epoch")) {
      if (notice.path("feed").asText().equals(feed)) {
        begin(notice.path("epoch").asText());
      } else {
        epoch = notice.path("epoch").asText(); // another feed's counts start over, not ours
      }
    } else if (notice.path("code").asText().equals("gap")) {
      gaps += notice.path("missed").asLong();
      gapTo = notice.path("to").asLong();
    }
  }

  private void onElement(JsonNode message, JsonNode element) {
    elements++;
    if (message.path("channel").asText().equals("ticker")) {
      ticker = element;
      return;
    }
    long seq = element.path("seq").asLong();
    boolean told = seq == lastTrade + 1 || seq == gapTo + 1;
    if (seq <= lastTrade || !told) {
      faults.add("trade " + seq + " after " + lastTrade + ", gap to " + gapTo + " in " + epoch);
    }
    lastTrade = seq;
    trades.put(seq, new BigDecimal(element.path("size").asText()));
  }

  synchronized String epoch() {
    return epoch;
  }

  /** What the last notice said of the feed. */
  synchronized String state() {
    return state;
  }

  synchronized long elements() {
    return elements;
  }

  synchronized long epochs() {
    return epochs;
  }

  synchronized long gaps() {
    return gaps;
  }

  synchronized long lastTrade() {
    return lastTrade;
  }

  /** Sum of the sizes of all trades of this epoch. */
  synchronized BigDecimal volume() {
    return trades.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  synchronized int trades() {
    return trades.size();
  }

  synchronized JsonNode ticker() {
    return ticker;
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    if (socket != null) {
      socket.abort();
    }
  }
}
