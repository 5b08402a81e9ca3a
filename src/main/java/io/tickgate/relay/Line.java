package io.tickgate.relay;

import io.tickgate.book.SymbolBook;
import io.tickgate.market.FeedState;
import io.tickgate.market.codec.ChunkPool;
import io.tickgate.market.codec.EntryQueue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the threads that have to do with one feed's way out share: the feed's own ({@link
 * RelayTap}), the sender ({@link LineSender}) and the one of the leases.
 */
final class Line {
  /**
   * What of a feed is told in its beats.
   *
   * @param number the feed's restarts; of what is told, its life
   */
  record Told(long number, FeedState state, String reason) {}

  final String feed;
  final EntryQueue queue;

  /** The term in which this node writes the feed; 0 while it doesn't. Written by the leases. */
  volatile long term;

  /** What the feed's thread told last. */
  volatile Told now = new Told(0, FeedState.DOWN, "");

  /** What is in the stream by now, so what a beat may say. Written by the sender. */
  volatile Told told = now;

  private volatile @Nullable Lane[] lanes = new @Nullable Lane[16]; // as many as books hold
  private volatile int count;

  Line(String feed, ChunkPool pool) {
    this.feed = feed;
    this.queue = new EntryQueue(pool);
  }

  /** A lane for a symbol. The feed's thread. */
  Lane add(SymbolBook book, int restarts) {
    @Nullable Lane[] all = lanes;
    if (count == all.length) {
      all = Arrays.copyOf(all, count * 2);
    }
    Lane lane = new Lane(book, restarts, count);
    all[count] = lane;
    lanes = all;
    count = lane.number + 1;
    return lane;
  }

  /** How many symbols the feed has brought. */
  int count() {
    return count;
  }

  /** The lane of that number, or null. */
  @Nullable Lane lane(long number) {
    return number < count ? lanes[(int) number] : null;
  }
}
