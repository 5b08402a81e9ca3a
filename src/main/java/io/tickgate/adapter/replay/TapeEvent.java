package io.tickgate.adapter.replay;

import io.tickgate.market.Tick;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened at one moment of a recording. The object and its bytes are used again for the next
 * event of the same file: read them before asking the tape for more.
 */
public final class TapeEvent {
  /** What happened; the names are those of {@link io.tickgate.adapter.FrameListener}. */
  public enum Kind {
    OPEN,
    SENT,
    FRAME,
    ANSWER,
    CLOSE,
    /** {@link #tick} is read already: the recording is a file of ticks, not of messages. */
    TICK,
    /** The recorder lost {@link #dropped} events here. */
    DROPPED
  }

  /** The time of events whose recording has none. */
  public static final long NO_TIME = -1;

  private static final byte[] NO_BYTES = {};

  private Kind kind = Kind.FRAME;
  private long rx = NO_TIME;
  private long time = NO_TIME;
  private String url = "";
  private byte[] bytes = NO_BYTES;
  private int offset;
  private int length;
  private long dropped;
  private int recording;
  private @Nullable Tick tick;

  TapeEvent() {}

  public Kind kind() {
    return kind;
  }

  /** When it was received, as recorded: microseconds since the epoch, or {@link #NO_TIME}. */
  public long rx() {
    return rx;
  }

  /**
   * When it is to be played: {@link #rx}, except that it never goes back within a tape, or {@link
   * #NO_TIME}.
   */
  public long time() {
    return time;
  }

  /** The address opened, sent to or asked; empty where the recording doesn't say. */
  public String url() {
    return url;
  }

  /** Holds the message or answer from {@link #offset} on. */
  public byte[] bytes() {
    return bytes;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /** Number of events lost. */
  public long dropped() {
    return dropped;
  }

  /** Which recording of the playlist it comes from, counted from 0. */
  public int recording() {
    return recording;
  }

  /** Of a {@link Kind#TICK}. */
  public Tick tick() {
    return Objects.requireNonNull(tick);
  }

  TapeEvent is(Kind newKind, long newRx) {
    kind = newKind;
    rx = newRx;
    time = newRx;
    url = "";
    bytes = NO_BYTES;
    offset = 0;
    length = 0;
    dropped = 0;
    tick = null;
    return this;
  }

  TapeEvent url(String newUrl) {
    url = newUrl;
    return this;
  }

  TapeEvent bytes(byte[] newBytes, int from, int to) {
    bytes = newBytes;
    offset = from;
    length = to - from;
    return this;
  }

  TapeEvent dropped(long count) {
    dropped = count;
    return this;
  }

  TapeEvent tick(Tick newTick) {
    tick = newTick;
    return this;
  }

  void place(int newRecording, long newTime) {
    recording = newRecording;
    time = newTime;
  }
}
