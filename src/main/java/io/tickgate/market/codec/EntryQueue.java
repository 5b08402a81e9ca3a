package io.tickgate.market.codec;

import io.tickgate.market.codec.ChunkPool.Claim;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A queue of entries, each its length and its bytes, in chunks of a {@link ChunkPool}. Without a
 * lock, for one thread that appends and one that takes. An entry may lie across chunks.
 */
public final class EntryQueue {
  private static final class Chunk {
    final byte[] bytes;
    volatile @Nullable Chunk next;

    Chunk(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private static final int MAX_PREFIX = 5;

  /** A larger entry, a whole book say, is forgotten with its buffer once it was taken. */
  public static final int KEPT_BYTES = 256 << 10;

  private final ChunkPool pool;
  private final AtomicLong appended = new AtomicLong(); // bytes; publishes what is before it

  // of the thread that appends
  private final byte[] prefix = new byte[MAX_PREFIX];
  private final Deque<byte[]> fresh = new ArrayDeque<>(); // chunks for the entry under way
  private Chunk tail = new Chunk(new byte[0]);
  private int tailAt;

  // of the thread that takes
  private Chunk head = tail;
  private int headAt;
  private long taken;
  private byte[] entry = new byte[1_024];

  /** An empty queue that takes its memory from that pool. */
  public EntryQueue(ChunkPool pool) {
    this.pool = pool;
  }

  /** Adds an entry; false and no effect at the limit of the memory. */
  public boolean append(BinaryWriter source, Claim claim) {
    int prefixed = prefix(source.length());
    int length = prefixed + source.length();
    int room = tail.bytes.length - tailAt;
    for (; room < length; room += ChunkPool.CHUNK_BYTES) {
      byte[] chunk = pool.take(claim);
      if (chunk == null) {
        fresh.forEach(pool::give);
        fresh.clear();
        return false;
      }
      fresh.add(chunk);
    }
    copyIn(prefix, prefixed);
    copyIn(source.bytes(), source.length());
    appended.setRelease(appended.getPlain() + length);
    return true;
  }

  /** Seven bits a byte, the lowest first. */
  private int prefix(int length) {
    int at = 0;
    int rest = length;
    for (; rest >= 0x80; rest >>>= 7) {
      prefix[at++] = (byte) (rest | 0x80);
    }
    prefix[at++] = (byte) rest;
    return at;
  }

  private void copyIn(byte[] source, int length) {
    int from = 0;
    while (from < length) {
      if (tailAt == tail.bytes.length) {
        Chunk next = new Chunk(fresh.remove());
        tail.next = next;
        tail = next;
        tailAt = 0;
      }
      int part = Math.min(length - from, tail.bytes.length - tailAt);
      System.arraycopy(source, from, tail.bytes, tailAt, part);
      tailAt += part;
      from += part;
    }
  }

  /** Takes the oldest entry, to be read until the next is taken; false when there is none. */
  public boolean take(BinaryReader target) {
    if (appended.getAcquire() == taken) {
      return false;
    }
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = takeByte();
      length |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0); // the highest bit says that more follows
    if (entry.length < length || entry.length > Math.max(length, KEPT_BYTES)) {
      entry = new byte[Math.max(length, KEPT_BYTES)];
    }
    copyOut(length);
    target.wrap(entry, 0, length);
    return true;
  }

  private byte takeByte() {
    enter();
    taken++;
    return head.bytes[headAt++];
  }

  private void copyOut(int length) {
    int to = 0;
    while (to < length) {
      enter();
      int part = Math.min(length - to, head.bytes.length - headAt);
      System.arraycopy(head.bytes, headAt, entry, to, part);
      headAt += part;
      to += part;
    }
    taken += length;
  }

  /** Goes on to the next chunk when this one is read to its end. */
  private void enter() {
    Chunk next = head.next;
    if (headAt == head.bytes.length && next != null) {
      if (head.bytes.length > 0) {
        pool.give(head.bytes);
      }
      head = next;
      headAt = 0;
    }
  }
}
