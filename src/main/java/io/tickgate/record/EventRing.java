package io.tickgate.record;

import io.tickgate.record.Event.Kind;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events as copied bytes between one thread that offers and one that polls, in one array: bounded
 * in bytes, without locks or allocation. What finds no room is counted, and the count takes its
 * place in the order as soon as there is room.
 *
 * <p>Positions only grow; their low bits are the place in the array. An entry is its header and the
 * bytes, each wrapping around as it comes.
 */
final class EventRing {
  /** Kind, time, count or length of the address, length of both. */
  private static final int HEADER = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

  private final byte[] ring;
  private final int mask;

  /** Up to where entries are complete: moved by the offering thread. */
  private final AtomicLong filled = new AtomicLong();

  /** Up to where entries were taken: moved by the polling thread. */
  private final AtomicLong taken = new AtomicLong();

  // of the offering thread
  private long head;
  private long takenSeen;
  private long dropped;
  private long firstDroppedRx;

  // of the polling thread
  private long tail;

  /**
   * @param bytes rounded down to a power of two
   */
  EventRing(int bytes) {
    ring = new byte[Integer.highestOneBit(bytes)];
    mask = ring.length - 1;
  }

  /** Copies an event; false when there was no room and it was dropped. Offering thread. */
  boolean offer(Kind kind, long rx, byte[] url, byte[] bytes, int offset, int length) {
    long size = HEADER + (long) url.length + length;
    if (dropped > 0 && room() >= HEADER + size) {
      put(Kind.DROPPED, firstDroppedRx, dropped, 0);
      dropped = 0;
    }
    if (dropped > 0 || room() < size) {
      firstDroppedRx = dropped++ == 0 ? rx : firstDroppedRx;
      return false;
    }
    put(kind, rx, url.length, url.length + length);
    copyIn(url, 0, url.length);
    copyIn(bytes, offset, length);
    filled.setRelease(head);
    return true;
  }

  /**
   * Tells of what was dropped since, if there is room. Offering thread, when no event will follow.
   *
   * @return false when there was no room
   */
  boolean offerDropped() {
    if (dropped == 0) {
      return true;
    }
    if (room() < HEADER) {
      return false;
    }
    put(Kind.DROPPED, firstDroppedRx, dropped, 0);
    dropped = 0;
    filled.setRelease(head);
    return true;
  }

  /** Whether more than half of it waits to be taken. Offering thread. */
  boolean isHalfFull() {
    return head - takenSeen > ring.length / 2 && room() < ring.length / 2;
  }

  /** Takes the oldest event out; false when there is none. Polling thread. */
  boolean poll(Event event) {
    if (tail == filled.getAcquire()) {
      return false;
    }
    event.kind = Kind.ALL[ring[(int) tail++ & mask]];
    event.rx = takeNumber(Long.BYTES);
    event.count = takeNumber(Long.BYTES);
    event.length = (int) takeNumber(Integer.BYTES);
    event.urlLength = event.kind == Kind.DROPPED ? 0 : (int) event.count;
    if (event.bytes.length < event.length) {
      event.bytes = new byte[Integer.highestOneBit(event.length) * 2];
    }
    copyOut(event.bytes, event.length);
    taken.setRelease(tail);
    return true;
  }

  private long room() {
    long room = ring.length - (head - takenSeen);
    if (room < ring.length / 2) {
      // the other thread's variable is looked at only when it matters
      takenSeen = taken.getAcquire();
      room = ring.length - (head - takenSeen);
    }
    return room;
  }

  private void put(Kind kind, long rx, long count, int length) {
    ring[(int) head++ & mask] = (byte) kind.ordinal();
    putNumber(rx, Long.BYTES);
    putNumber(count, Long.BYTES);
    putNumber(length, Integer.BYTES);
  }

  private void putNumber(long number, int size) {
    for (int i = 0; i < size; i++) {
      ring[(int) head++ & mask] = (byte) (number >>> 8 * i);
    }
  }

  private long takeNumber(int size) {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number |= (ring[(int) tail++ & mask] & 0xffL) << 8 * i;
    }
    return number;
  }

  private void copyIn(byte[] bytes, int offset, int length) {
    int at = (int) head & mask;
    int first = Math.min(length, ring.length - at);
    System.arraycopy(bytes, offset, ring, at, first);
    System.arraycopy(bytes, offset + first, ring, 0, length - first);
    head += length;
  }

  private void copyOut(byte[] bytes, int length) {
    int at = (int) tail & mask;
    int first = Math.min(length, ring.length - at);
    System.arraycopy(ring, at, bytes, 0, first);
    System.arraycopy(ring, 0, bytes, first, length - first);
    tail += length;
  }
}
