package io.tickgate.adapter.replay;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The keys and the display of a replay, as on a tape deck. Any thread presses; the feed's thread
 * reacts, within one event or at once when it waits.
 *
 * <pre>
 *            ┌────────── seek ──────────┐
 *            ▼                          │
 *   SEEKING ───▶ PLAYING ◀─▶ PAUSED ────┤     every one but DOWN may be sought from
 *                   └──▶ ENDED ─────────┘     play at the end starts over
 * </pre>
 */
public final class Deck {
  /** What it is doing. */
  public enum State {
    PLAYING,
    PAUSED,
    /** On its way to a moment, unheard: the position tells how far it is. */
    SEEKING,
    ENDED,
    DOWN
  }

  private enum Phase {
    RUNNING,
    SEEKING,
    ENDED,
    DOWN
  }

  /**
   * What the display shows; times in microseconds since the epoch, {@link TapeEvent#NO_TIME} for
   * what isn't known.
   *
   * @param position of the newest event played
   * @param from where the recording starts, or the part of it that is played
   * @param to where that part ends
   * @param target where a seek under way leads
   * @param speed a factor, or {@code max}
   */
  public record Display(
      String feed,
      State state,
      long position,
      long from,
      long to,
      long target,
      String speed,
      boolean loop) {}

  private final ReplaySettings settings;
  private final long first;
  private final AtomicLong position = new AtomicLong(TapeEvent.NO_TIME); // the feed's thread writes
  private final AtomicReference<@Nullable Long> sought = new AtomicReference<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable wake;
  private volatile String speed;
  private volatile double factor;
  private volatile boolean paused;
  private volatile boolean loop;
  private volatile boolean stopped;
  private volatile Phase phase = Phase.RUNNING;
  private volatile long target = TapeEvent.NO_TIME;

  /**
   * The deck of a replay.
   *
   * @param first when its recordings start
   * @param wake has the feed's thread look at once
   */
  Deck(ReplaySettings settings, long first, Runnable wake) {
    this.settings = settings;
    this.first = first;
    this.wake = wake;
    this.speed = settings.speed();
    this.factor = settings.factor();
    this.loop = settings.loop();
  }

  /** Id of the feed. */
  public String feed() {
    return settings.feedId();
  }

  // ---- keys, any thread

  /** Stays where it is. */
  public void pause() {
    paused = true;
    wake.run();
  }

  /** Goes on; at the end, from the start. */
  public void play() {
    paused = false;
    if (phase == Phase.ENDED) {
      seek(start());
    }
    wake.run();
  }

  /**
   * Goes to a moment of the recording, microseconds since the epoch: everything up to it, itself
   * excluded, is what the books then know. A later one before it got there takes its place.
   */
  public void seek(long micros) {
    sought.set(Math.max(0, micros));
    wake.run();
  }

  /**
   * Plays at another pace from where it is.
   *
   * @throws IllegalArgumentException when that is neither a number from 0.1 to 1000 nor {@code max}
   */
  public void speed(String text) {
    if (!ReplaySettings.isSpeed(text)) {
      throw new IllegalArgumentException("speed: 0.1 to 1000, or max");
    }
    speed = text;
    factor = ReplaySettings.factor(text);
    wake.run();
  }

  /** Whether it starts over at the end. */
  public void loop(boolean on) {
    loop = on;
  }

  /** Whether keys do anything: not any more when the recording turned out to be unreadable. */
  public boolean works() {
    return phase != Phase.DOWN && !stopped;
  }

  /** What it is doing now. */
  public Display display() {
    Phase now = phase;
    State state =
        switch (now) {
          case RUNNING -> paused ? State.PAUSED : State.PLAYING;
          case SEEKING -> State.SEEKING;
          case ENDED -> State.ENDED;
          case DOWN -> State.DOWN;
        };
    long to = settings.span().to();
    long goal = now == Phase.SEEKING ? target : TapeEvent.NO_TIME;
    return new Display(feed(), state, position.getOpaque(), start(), to, goal, speed, loop);
  }

  private long start() {
    return Math.max(settings.span().from(), first);
  }

  /** Ends the replay. */
  void stop() {
    stopped = true;
    wake.run();
  }

  /** Waits until the tape came to an end for the first time, or it is over; false: too long. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  // ---- the feed's thread

  boolean stopped() {
    return stopped;
  }

  /** Whether what is played must not go on: stopped, or to be somewhere else. */
  boolean interrupted() {
    return stopped || sought.get() != null;
  }

  /** How many times faster than real time; 0 while paused. */
  double factor() {
    return paused ? 0 : factor;
  }

  /** Whether it plays without a pace. */
  boolean hurried() {
    return phase == Phase.SEEKING || factor() == Double.POSITIVE_INFINITY;
  }

  boolean loops() {
    return loop;
  }

  /** Where it shall go, if it shall. */
  @Nullable Long takeSeek() {
    return sought.getAndSet(null);
  }

  void onPosition(long micros) {
    position.setOpaque(micros);
  }

  void onSeeking(long micros) {
    target = micros;
    phase = Phase.SEEKING;
  }

  void onLanded() {
    phase = Phase.RUNNING;
  }

  void onEnded() {
    phase = Phase.ENDED;
    ended.countDown();
  }

  void onDown() {
    phase = Phase.DOWN;
  }

  /** The thread is at its end. */
  void onOver() {
    ended.countDown();
  }
}
