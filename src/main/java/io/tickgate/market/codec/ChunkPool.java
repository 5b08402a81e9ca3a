package io.tickgate.market.codec;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bounded memory of {@link EntryQueue}s: chunks that are used again and again, and other
 * objects that are only counted. Chunks that are free stay here rather than going back to the heap:
 * a market that was that busy once will be again. Any thread.
 */
public final class ChunkPool {
  /** How near to the limit something may go. */
  public enum Claim {
    /** Leaves some room: ticks. */
    ORDINARY,
    /** To the limit: what is small, rare and must not be lost. */
    URGENT,
    /** Beyond it: a feed's last words, after which nothing comes that could make up for them. */
    LAST
  }

  /** Small enough that a quiet feed's only chunk costs little, large enough to be taken rarely. */
  public static final int CHUNK_BYTES = 64 << 10;

  /** The part of the memory that ordinary entries leave: what is urgent is tiny. */
  private static final int URGENT_PART = 32;

  private final long total;
  private final long ordinary;
  private final AtomicLong used = new AtomicLong();
  private final ConcurrentLinkedQueue<byte[]> free = new ConcurrentLinkedQueue<>();

  /**
   * A pool that nothing is taken from yet.
   *
   * @param total most bytes in use
   */
  public ChunkPool(long total) {
    this.total = total;
    this.ordinary = total - Math.max(total / URGENT_PART, 2 * CHUNK_BYTES);
  }

  /** A chunk of any content, or null at the limit. */
  byte @Nullable [] take(Claim claim) {
    if (!reserve(CHUNK_BYTES, claim)) {
      return null;
    }
    byte[] chunk = free.poll();
    return chunk == null ? new byte[CHUNK_BYTES] : chunk;
  }

  void give(byte[] chunk) {
    if (used.getAndAdd(-CHUNK_BYTES) <= total) { // else it was one beyond the limit
      free.add(chunk);
    }
  }

  /**
   * Counts memory that is allocated elsewhere, and lets as much that is free here go, so that both
   * together stay within the limit; false at the limit.
   */
  public boolean reserveElsewhere(long bytes, Claim claim) {
    if (!reserve(bytes, claim)) {
      return false;
    }
    long gone = 0;
    while (gone < bytes && free.poll() != null) {
      gone += CHUNK_BYTES;
    }
    return true;
  }

  private boolean reserve(long bytes, Claim claim) {
    long limit =
        switch (claim) {
          case ORDINARY -> ordinary;
          case URGENT -> total;
          case LAST -> Long.MAX_VALUE;
        };
    boolean fits = used.addAndGet(bytes) <= limit;
    if (!fits) {
      used.addAndGet(-bytes);
    }
    return fits;
  }

  /** Gives back what was counted. */
  public void release(long bytes) {
    used.addAndGet(-bytes);
  }

  /** Bytes in use. */
  public long used() {
    return used.get();
  }

  /**
   * Whether there is room enough for a symbol that lost ticks to go on: an eighth, so that a log
   * that stays full doesn't make a mark of each symbol for each tick it then loses.
   */
  public boolean roomy() {
    return used.get() < ordinary - total / 8;
  }
}
