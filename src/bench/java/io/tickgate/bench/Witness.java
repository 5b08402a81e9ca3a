package io.tickgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.client.ClientListener;
import io.tickgate.client.ClientSettings;
import io.tickgate.client.GatewayClient;
import io.tickgate.client.Subscription;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client as an application has it, beside those that measure: it wants every trade, and says what
 * became of them.
 */
final class Witness implements ClientListener, AutoCloseable {
  private final GatewayClient client;
  private final AtomicLong trades = new AtomicLong();
  private final AtomicLong missed = new AtomicLong();
  private final AtomicReference<String> fault = new AtomicReference<>("");

  /** Subscribes to all symbols of the simulated market. */
  Witness(int port) {
    URI uri = URI.create("ws://127.0.0.1:" + port + "/v1/stream");
    client = new GatewayClient(ClientSettings.of(uri), this);
    client.subscribe(Subscription.of("trade", "sim:*"));
    client.start();
  }

  @Override
  public void onElement(String channel, boolean snapshot, JsonNode element) {
    trades.incrementAndGet();
  }

  @Override
  public void onMessage(JsonNode message) {
    if (message.path("code").asText().equals("gap")) {
      missed.addAndGet(message.path("missed").asLong());
    }
  }

  @Override
  public void onGap(String channel, String symbol, long last, long prev, long seq) {
    fault.compareAndSet("", symbol + " " + seq + " came behind " + last + ", and nothing was told");
  }

  @Override
  public void onState(State state, String reason) {
    if (state == State.WAITING || state == State.ENDED && !reason.isEmpty()) {
      fault.compareAndSet("", state + " " + reason);
    }
  }

  /** Trades that came. */
  long trades() {
    return trades.get();
  }

  /** Trades that it was told it won't get. */
  long missed() {
    return missed.get();
  }

  /** What went wrong first; empty when nothing did. */
  String fault() {
    return fault.get();
  }

  @Override
  public void close() {
    client.close();
  }
}
