package io.tickgate.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is wanted, and the requests for it: trades from where they were, and again what was refused
 * for now. The client's thread.
 */
final class Asking {
  /** Symbols of one request: 64 characters each at most, half of what a message may have. */
  private static final int MAX_SYMBOLS = 400;

  /**
   * Symbols of a connection resumed one by one, a request each, of the 50 that a gateway takes in a
   * second. Of the others it is told what they missed.
   */
  private static final int MAX_RESUMED = 20;

  private final Continuity continuity;
  private final Consumer<ObjectNode> out;
  private final List<Subscription> wanted = new ArrayList<>();
  private final Map<Long, Subscription> unanswered = new HashMap<>(); // by id, of this connection
  private final Gathering unknown; // a gateway that has just started learns symbols as they tick
  private final Gathering failed;
  private long nextId = 1;
  private int resumable; // further symbols of this connection
  private long places; // for subscriptions that the gateway grants beside those wanted

  Asking(Continuity continuity, Consumer<ObjectNode> out, Gathering.Timer timer) {
    this.continuity = continuity;
    this.out = out;
    this.unknown = new Gathering(timer, this::askFor);
    this.failed = new Gathering(timer, this::askFor);
  }

  /** Has it asked for whenever a connection is welcome. */
  void add(Subscription subscription) {
    wanted.add(subscription);
  }

  /** Whether each trade of a symbol is wanted, rather than the newest. */
  boolean wantsEachTrade(String symbol) {
    return wanted.stream().anyMatch(each -> each.wantsEachTrade(symbol));
  }

  /** Asks a gateway that knows nothing yet for everything. */
  void onWelcome(JsonNode limits) {
    resumable = Math.min(MAX_RESUMED, limits.path("messagesPerSecond").asInt(MAX_RESUMED));
    places = limits.path("subscriptions").asLong(Long.MAX_VALUE);
    wanted.forEach(each -> places -= each.symbols().size());
    wanted.forEach(this::ask);
  }

  /** The connection ended, and what was asked of it. */
  void onEnd() {
    unanswered.clear();
    unknown.clear();
    failed.clear();
  }

  void onAck(JsonNode ack) {
    Subscription asked = unanswered.remove(ack.path("id").asLong());
    if (asked == null) {
      return;
    }
    failed.relax();
    if (!ack.path("granted").isEmpty()) {
      unknown.relax();
    }
    List<String> again = new ArrayList<>();
    for (JsonNode refused : ack.path("refused")) {
      String symbol = refused.path("symbol").asText();
      if (refused.path("code").asText().equals("unknown_symbol")
          && asked.symbols().contains(symbol)) {
        again.add(symbol);
      }
    }
    unknown.add(asked.of(again), 0);
  }

  void onError(JsonNode error) {
    boolean again = error.path("retryable").asBoolean();
    long wait = error.path("retryAfterMs").asLong();
    if (error.has("id")) {
      Subscription asked = unanswered.remove(error.path("id").asLong());
      if (asked != null && again) {
        failed.add(asked, wait);
      }
    } else if (again) { // a gateway over its rate doesn't look for the id of a long message
      unanswered.values().forEach(each -> failed.add(each, wait));
      unanswered.clear();
    }
  }

  /** Asks for a subscription: first, by name, for trades that are to go on from their own seqs. */
  void ask(Subscription subscription) {
    List<String> others = new ArrayList<>(subscription.symbols());
    if (subscription.isTrades()) {
      for (String symbol : subscription.symbols()) {
        if (Glob.is(symbol)) {
          resumeCovered(subscription, symbol);
        } else if (resumable > 0 && continuity.known("trade", symbol) != null) {
          resumable--;
          others.remove(symbol);
          request(subscription.of(List.of(symbol)), List.of(symbol));
        }
      }
    }
    askFor(subscription.of(others));
  }

  /** A glob leaves alone what was asked for by name before it. */
  private void resumeCovered(Subscription subscription, String glob) {
    for (String symbol : continuity.trades()) {
      if (resumable <= 0 || places <= 0) {
        return;
      }
      if (Glob.covers(glob, symbol) && !named(symbol)) {
        resumable--;
        places--;
        // not again where it is refused: the glob has it then
        request(subscription.of(List.of()), List.of(symbol));
      }
    }
  }

  private boolean named(String symbol) {
    return wanted.stream().anyMatch(each -> each.isTrades() && each.symbols().contains(symbol));
  }

  private void askFor(Subscription subscription) {
    List<String> all = subscription.symbols();
    for (int from = 0; from < all.size(); from += MAX_SYMBOLS) {
      List<String> some = all.subList(from, Math.min(all.size(), from + MAX_SYMBOLS));
      request(subscription.of(some), some);
    }
  }

  /**
   * Sends a request for symbols: from the last trade seen where it is for one.
   *
   * @param again what to ask for again if it is refused for now
   */
  private void request(Subscription again, List<String> symbols) {
    long id = nextId++;
    unanswered.put(id, again);
    ObjectNode request = again.request(id, symbols);
    Long seen =
        again.isTrades() && symbols.size() == 1 ? continuity.known("trade", symbols.get(0)) : null;
    if (seen != null) {
      request.put("from", seen);
    }
    out.accept(request);
  }
}
