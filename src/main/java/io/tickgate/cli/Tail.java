package io.tickgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.client.ClientListener;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hears a gateway for the command: elements to standard output, the rest to standard error. */
final class Tail implements ClientListener {
  /** Far longer than a client takes that isn't in the middle of a message. */
  private static final long GOODBYE_MILLIS = 1_000;

  private final Console console;
  private final ElementPrinter elements;
  private final long most; // 0 for no end
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final Set<String> told = new HashSet<>(); // symbols refused, of those that were asked for
  private long printed; // the client's thread, as the next two
  private long connections;
  private boolean granted; // something, once
  private volatile String failure = "";

  Tail(Console console, ElementPrinter elements, long most) {
    this.console = console;
    this.elements = elements;
    this.most = most;
  }

  /**
   * Waits for the last element that was asked for, or an interrupt.
   *
   * @throws CommandFault when the gateway doesn't want this client, or nothing of what it asked for
   */
  void awaitEnd() {
    try {
      over.await();
    } catch (InterruptedException e) {
      // how it is meant to end
    }
    if (!failure.isEmpty()) {
      throw new CommandFault(failure);
    }
  }

  /** Waits until the client has said goodbye; not for long. */
  void awaitGoodbye() throws InterruptedException {
    boolean unused = gone.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onState(State state, String reason) {
    if (state == State.LIVE) {
      connections++;
    }
    if (state == State.ENDED) {
      gone.countDown();
    }
    if (state == State.WAITING) {
      console.tell(reason);
    } else if (state == State.ENDED && !reason.isEmpty()) {
      fail(reason);
    }
  }

  @Override
  public void onNoToken(String reason) {
    console.tell(reason);
  }

  @Override
  public void onMessage(JsonNode message) {
    switch (message.path("type").asText()) {
      case "ack" -> onAck(message);
      case "error" -> onError(message);
      case "notice" -> console.tell("notice " + message);
      default -> {} // its elements were heard
    }
    if (console.out().checkError()) { // flushes: nobody wants to wait for a buffer to fill
      over.countDown();
    }
  }

  private void onError(JsonNode error) {
    String text = error.path("code").asText() + ": " + error.path("message").asText();
    if (error.path("retryable").asBoolean()) {
      console.tell(text); // the client asks again
    } else {
      fail(text);
    }
  }

  private void onAck(JsonNode ack) {
    granted |= ack.path("subscriptions").asLong() > 0;
    boolean hopeless = connections == 1; // one that is back learns its symbols as they tick
    for (JsonNode refused : ack.path("refused")) {
      String symbol = refused.path("symbol").asText();
      hopeless |= !refused.path("code").asText().equals("unknown_symbol");
      if (told.add(symbol)) { // the client asks again and again
        console.tell(
            symbol
                + (": " + refused.path("code").asText())
                + (": " + refused.path("message").asText()));
      }
    }
    // a glob that matches nothing yet is a subscription all the same
    if (!granted && hopeless && !ack.path("refused").isEmpty()) {
      fail("nothing was granted");
    }
  }

  @Override
  public void onElement(String channel, boolean snapshot, JsonNode element) {
    if (most > 0 && printed >= most) {
      return;
    }
    elements.print(element);
    if (++printed == most) {
      over.countDown();
    }
  }

  @Override
  public void onGap(String channel, String symbol, long last, long prev, long seq) {
    console.tell("missing " + symbol + " after " + last + " before " + seq);
  }

  private void fail(String reason) {
    failure = reason;
    over.countDown();
  }
}
