package io.tickgate.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.client.ClientListener;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notes of one client what it is told and how long it has no data. The loop's. */
final class CrowdClient implements ClientListener {
  private static final Pattern CLOSED = Pattern.compile("closed with ([0-9]{4}).*");

  private final Crowd crowd;
  private boolean live;
  private boolean served; // on this connection

  // since the last look
  private long lastDataNanos;
  private long longestNanos;
  private long dueNanos; // when it is to be sent away, by the notice
  private boolean told;
  private long closedEarlyMillis;
  private long backEarlyMillis;
  private int reconnects;

  CrowdClient(Crowd crowd) {
    this.crowd = crowd;
  }

  void look() {
    lastDataNanos = System.nanoTime();
    longestNanos = 0;
    told = false;
    closedEarlyMillis = 0;
    backEarlyMillis = 0;
    reconnects = 0;
  }

  /** Whether something came on the connection of now. */
  boolean served() {
    return served;
  }

  /** Up to now, as it may still be waiting. */
  long longestMillis() {
    long waiting = System.nanoTime() - lastDataNanos;
    return TimeUnit.NANOSECONDS.toMillis(Math.max(longestNanos, waiting));
  }

  /** How long before its time it was sent away; for ever where it was told none. */
  long closedEarlyMillis() {
    return closedEarlyMillis;
  }

  /** How long before its time it asked to come back; for ever where it was told none. */
  long backEarlyMillis() {
    return backEarlyMillis;
  }

  private long earlyMillis() {
    return told ? TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime()) : Long.MAX_VALUE;
  }

  int reconnects() {
    return reconnects;
  }

  @Override
  public void onState(State state, String reason) {
    switch (state) {
      case CONNECTING -> {
        crowd.onAttempt();
        backEarlyMillis = reconnects == 1 ? earlyMillis() : backEarlyMillis;
      }
      case LIVE -> {
        live = true;
        crowd.onOpen();
      }
      case WAITING, ENDED -> onGone(reason);
    }
  }

  private void onGone(String reason) {
    Matcher closed = CLOSED.matcher(reason);
    if (live) {
      reconnects++;
      closedEarlyMillis = Math.max(closedEarlyMillis, earlyMillis());
      crowd.onGone(closed.matches() ? Integer.parseInt(closed.group(1)) : 0);
    } else if (!reason.isEmpty()) { // not closed by the test
      crowd.onFailure(reason);
    }
    live = false;
    served = false;
  }

  @Override
  public void onMessage(JsonNode message) {
    if (message.path("code").asText().equals("drain")) {
      long millis = message.path("reconnectAfterMs").asLong();
      dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      told = true;
    }
  }

  @Override
  public void onElement(String channel, boolean snapshot, JsonNode element) {
    long now = System.nanoTime();
    if (lastDataNanos != 0) {
      longestNanos = Math.max(longestNanos, now - lastDataNanos);
    }
    lastDataNanos = now;
    served = true;
  }
}
