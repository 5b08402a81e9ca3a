package io.tickgate.adapter.live;

import io.tickgate.adapter.live.Topics.Stage;

/** How far one topic has come, and until when a refusal is believed. The feed's thread. */
final class Standing {
  /** Venues count requests by the minute at most, or by the hour. */
  private static final long RETRY_NANOS = 60_000_000_000L;

  /** Doublings of that: what stays refused costs the venue two requests an hour. */
  private static final int MAX_DOUBLINGS = 5;

  private final int[] counts; // of all topics, by stage
  private Stage stage = Stage.UNSENT;
  private boolean alone;
  private boolean passing;
  private int refusals; // in a row
  private long retryAt;

  /**
   * Nothing was asked for yet.
   *
   * @param counts how many topics are at each stage; kept right by this class
   */
  Standing(int[] counts) {
    this.counts = counts;
    counts[stage.ordinal()]++;
  }

  boolean is(Stage other) {
    return stage == other;
  }

  /** Whether it was in a request that was turned down, so that it goes by itself. */
  boolean alone() {
    return alone;
  }

  /** It is to be asked for. */
  void toUnsent() {
    move(Stage.UNSENT);
  }

  /** It is to be asked for again, by itself. */
  void toUnsentAlone() {
    alone = true;
    move(Stage.UNSENT);
  }

  void toSent() {
    move(Stage.SENT);
  }

  void toGranted() {
    alone = false;
    refusals = 0;
    move(Stage.GRANTED);
  }

  /**
   * The venue doesn't grant it.
   *
   * @param passing whether it may some time later
   */
  void toRefused(long now, boolean passing) {
    this.passing = passing;
    retryAt = now + (RETRY_NANOS << Math.min(refusals++, MAX_DOUBLINGS));
    move(Stage.REFUSED);
  }

  /** Whether it was refused long enough to be asked for once more. */
  boolean retries(long now) {
    return stage == Stage.REFUSED && passing && now - retryAt >= 0;
  }

  /** It isn't wanted any more; no call follows. */
  void end() {
    counts[stage.ordinal()]--;
  }

  private void move(Stage next) {
    counts[stage.ordinal()]--;
    counts[next.ordinal()]++;
    stage = next;
  }
}
