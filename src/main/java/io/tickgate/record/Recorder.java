package io.tickgate.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.adapter.FrameListener;
import io.tickgate.record.Event.Kind;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Stands between one connection and its decoder and records what passes, without slowing it: the
 * bytes are copied to a bounded ring, and a thread of the recorder's own writes them to files. What
 * finds the ring full goes on to the decoder all the same; the recording marks how many are
 * missing.
 *
 * <p>The {@link FrameListener} methods are called on the feed's thread. {@link #end} and {@link
 * #close} are called after the last of them: on that thread, or by one that has seen it end.
 */
public final class Recorder implements FrameListener, AutoCloseable {
  /**
   * How long the writer sleeps when there is nothing to write. The feed doesn't wake it, which
   * would cost it a system call a message, unless the ring fills up.
   */
  private static final long IDLE_NANOS = 20_000_000;

  /** Events between two looks at the clock while there is always more to write. */
  private static final int BATCH = 1_000;

  /** Long enough to write a full ring to a slow disk. */
  private static final long CLOSE_MILLIS = 10_000;

  private static final Pattern FEED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final byte[] NO_BYTES = {};

  private final FrameListener next;
  private final EventRing ring;
  private final RecordingWriter writer;
  private final RecorderCounters counters;
  private final Event event = new Event();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * A recorder of one connection, not yet {@linkplain #start started}.
   *
   * @param feed the feed's id, with which the names of the files begin
   * @param next hears everything after it was recorded
   * @throws IllegalArgumentException when the feed's id can't be part of a file name
   */
  Recorder(Recordings of, String venue, String feed, FrameListener next) {
    requireName(feed);
    this.next = next;
    this.counters = of.counters(feed);
    this.ring = new EventRing((int) of.settings().bufferBytes());
    RecordingFiles files = new RecordingFiles(of.settings().folder(), venue, feed);
    this.writer = new RecordingWriter(of, files, counters);
    this.thread = new Thread(this::run, "record-" + feed);
    this.thread.setDaemon(true);
  }

  static void requireName(String feed) {
    if (!FEED.matcher(feed).matches()) {
      throw new IllegalArgumentException("feed: '" + feed + "' can't be part of a file name");
    }
  }

  public RecorderCounters counters() {
    return counters;
  }

  /** Starts the writer's thread; what was received before waits in the ring. */
  public void start() {
    thread.start();
  }

  @Override
  public void onOpen(String url, long rx) {
    record(Kind.OPEN, rx, url.getBytes(UTF_8), NO_BYTES, 0, 0);
    next.onOpen(url, rx);
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    record(Kind.SENT, rx, NO_BYTES, bytes, offset, length);
    next.onSent(bytes, offset, length, rx);
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    record(Kind.FRAME, rx, NO_BYTES, bytes, offset, length);
    next.onFrame(bytes, offset, length, rx);
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    record(Kind.ANSWER, rx, url.getBytes(UTF_8), bytes, offset, length);
    next.onAnswer(url, bytes, offset, length, rx);
  }

  @Override
  public void onClose(long rx) {
    record(Kind.CLOSE, rx, NO_BYTES, NO_BYTES, 0, 0);
    next.onClose(rx);
  }

  /** Notes that a connection stands which was opened before; the decoder knows. */
  void recordOpen(String url, long rx) {
    record(Kind.OPEN, rx, url.getBytes(UTF_8), NO_BYTES, 0, 0);
  }

  /** Has what waits written, the file ended and the thread; doesn't wait for it. */
  void end() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /** Whether the thread has come to its end. */
  boolean ended() {
    return closing && !thread.isAlive();
  }

  /** The same as {@link #end}, and waits for it, ten seconds at most. */
  @Override
  public void close() {
    end();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what waits in the ring, up to a limit; true when it came to that. Writer's thread. */
  boolean drain() {
    int count = 0;
    while (count < BATCH && ring.poll(event)) {
      writer.write(event);
      count++;
    }
    writer.tick();
    return count == BATCH;
  }

  /** Writes what is left when no call will follow any more. Writer's thread. */
  void finish() {
    do {
      while (drain()) {
        // there is more
      }
    } while (!ring.offerDropped());
    drain();
    writer.close();
  }

  private void record(Kind kind, long rx, byte[] url, byte[] bytes, int offset, int length) {
    if (!ring.offer(kind, rx, url, bytes, offset, length)) {
      counters.dropped.increment();
    }
    if (ring.isHalfFull()) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closing) {
      if (!drain()) {
        LockSupport.parkNanos(this, IDLE_NANOS);
      }
    }
    finish();
  }
}
