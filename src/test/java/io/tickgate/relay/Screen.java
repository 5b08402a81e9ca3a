package io.tickgate.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.client.ClientListener;
import io.tickgate.client.ClientSettings;
import io.tickgate.client.GatewayClient;
import io.tickgate.client.Subscription;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A client that watches one symbol and goes to the next node when one is gone. Says what it was not
 * told: a trade that is missing without a gap, a seq that comes twice.
 */
final class Screen implements ClientListener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String feed;
  private final GatewayClient client;

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
    ClientSettings settings = ClientSettings.of(nodes.toArray(URI[]::new));
    client = new GatewayClient(settings.withMaxBackoff(Duration.ofMillis(50)), this);
    // the whole log of the node that it comes to first
    client.subscribe(
        new Subscription("trade", List.of(symbol), JSON.createObjectNode().put("from", 0)));
    client.subscribe(Subscription.of("ticker", symbol));
    client.start();
  }

  @Override
  public synchronized void onMessage(JsonNode message) {
    switch (message.path("type").asText()) {
      case "welcome" -> onWelcome(message.path("epoch").asText());
      case "notice" -> onNotice(message);
      case "error" -> faults.add(message.toString());
      default -> {}
    }
  }

  private void onWelcome(String told) {
    if (!told.equals(epoch)) {
      begin(told);
    }
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

  @Override
  public synchronized void onElement(String channel, boolean snapshot, JsonNode element) {
    elements++;
    if (channel.equals("ticker")) {
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

  @Override
  public synchronized void onGap(String channel, String symbol, long last, long prev, long seq) {
    faults.add(channel + " " + seq + " behind " + prev + ", and " + last + " came");
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
    client.close();
  }
}
