package io.tickgate.relay;

import io.tickgate.book.BookMarkCodec;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.TickCodec;
import io.tickgate.relay.RelayTap.Op;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link TickBatch} holds. Owned by the reader. */
final class BatchReader {
  /** A symbol of the record, and where its events are. */
  private static final class Place {
    final Follow follow;
    long position;
    long trades;

    Place(Follow follow, long position, long trades) {
      this.follow = follow;
      this.position = position;
      this.trades = trades;
    }
  }

  private final BinaryReader in = new BinaryReader();
  private final List<Place> places = new ArrayList<>();

  /**
   * Applies a record's value. Should it be broken, what comes before that is applied.
   *
   * @throws IllegalArgumentException when it isn't one
   */
  void read(byte[] value, FeedFollower follower) {
    in.wrap(value, 0, value.length);
    places.clear();
    long rx = 0;
    while (in.left() > 0) {
      Place place = place(follower);
      long position = ++place.position;
      Op op = Op.of(in.octet());
      if (op == Op.TICK) {
        rx += in.signed();
        Tick tick = TickCodec.read(in, place.follow.symbol, rx);
        place.trades += tick instanceof Trade ? 1 : 0;
        follower.onTick(place.follow, tick, position, place.trades);
      } else {
        onRare(op, place, follower);
      }
    }
  }

  private void onRare(Op op, Place place, FeedFollower follower) {
    switch (op) {
      case TIME -> follower.onTime(place.follow, in.whole(), place.position);
      case END -> follower.onEnd(place.follow, place.position);
      default -> {
        var mark = BookMarkCodec.read(in, place.follow.symbol);
        place.position = mark.position();
        place.trades = mark.trades();
        follower.onMark(place.follow, mark);
      }
    }
  }

  private Place place(FeedFollower follower) {
    long number = in.whole();
    if (number < 0 || number > places.size()) {
      throw new IllegalArgumentException("a symbol without a name");
    }
    if (number < places.size()) {
      return places.get((int) number);
    }
    Follow follow = follower.symbol(String.valueOf(in.text()));
    Place place = new Place(follow, in.whole(), in.whole());
    places.add(place);
    return place;
  }
}
