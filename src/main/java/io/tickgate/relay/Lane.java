package io.tickgate.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.book.SymbolBook;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Utils;

/**
 * One symbol's way out. What isn't volatile belongs to the thread that is named.
 *
 * <pre>
 *   WHOLE ──no room, a hole, a failed record──▶ BROKEN ──a mark in the stream──▶ WHOLE
 * </pre>
 */
final class Lane {
  /** A book, and how often its feed had restarted when it was new: never the one of another. */
  record Edition(SymbolBook book, int restarts) {}

  final String name;
  final int number;
  volatile Edition edition;
  volatile boolean broken;

  volatile long wholeTerm; // in which everything of it has been told from its first event on

  /** Position of the newest event told; written by the feed's thread. */
  final AtomicLong position = new AtomicLong();

  // of the sender
  long sent; // position of the last event that is in the stream
  int sentRestarts;
  long mendAt = System.nanoTime();
  long marked; // position of the last mark in the topic of marks
  long markedAt; // nanos
  volatile boolean markLost; // the broker didn't take it
  long batch;
  int ref;

  Lane(SymbolBook book, int restarts, int number) {
    this.name = book.symbol().name();
    this.number = number;
    this.edition = new Edition(book, restarts);
  }

  /** The feed restarted: goes on with another book. The feed's thread. */
  void restart(SymbolBook fresh, int count) {
    edition = new Edition(fresh, count); // in this order: who mends looks whether it still is
    position.set(fresh.position());
    broken = fresh.position() != 0; // what is in it wasn't told
  }

  /** The partition of its symbol, as Kafka's own clients choose it for that key. */
  int partition(int partitions) {
    byte[] key = name.getBytes(UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }
}
