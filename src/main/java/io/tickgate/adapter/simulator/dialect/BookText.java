package io.tickgate.adapter.simulator.dialect;

import io.tickgate.market.Decimal;
import java.util.Map;

/**
 * A book in the words of each venue. Levels come as price to size, best first. What was put
 * together is taken with {@link #take}, the next starts anew. Owned by one thread.
 */
public final class BookText {
  private final FrameText frame;

  public BookText() {
    this(new FrameText());
  }

  /** Writes into that frame, for a dialect that sends it on from there. */
  BookText(FrameText frame) {
    this.frame = frame;
  }

  /** Coinbase Exchange's {@code snapshot}. */
  public BookText coinbase(String product, Map<Decimal, Decimal> bids, Map<Decimal, Decimal> asks) {
    frame.text("{\"type\":\"snapshot\",\"product_id\":").quoted(product).text(",\"asks\":[");
    pairs(asks);
    frame.text("],\"bids\":[");
    pairs(bids);
    frame.text("]}");
    return this;
  }

  /**
   * Kraken's message of channel {@code book}.
   *
   * @param levels what the message tells: all of a window, or what changed in it
   * @param ts microseconds since the epoch
   */
  public BookText kraken(
      String pair, boolean snapshot, KrakenLevels levels, long checksum, long ts) {
    frame.text("{\"channel\":\"book\",\"type\":").quoted(snapshot ? "snapshot" : "update");
    frame.text(",\"data\":[{\"symbol\":").quoted(pair).text(",\"bids\":[");
    objects(levels.bids());
    frame.text("],\"asks\":[");
    objects(levels.asks());
    frame.text("],\"checksum\":").number(checksum);
    frame.text(",\"timestamp\":").time(ts).text("}]}");
    return this;
  }

  /** Both sides of a message. */
  public record KrakenLevels(Map<Decimal, Decimal> bids, Map<Decimal, Decimal> asks) {
    /** Whether the message would tell nothing. */
    boolean isEmpty() {
      return bids.isEmpty() && asks.isEmpty();
    }
  }

  /** Binance's answer about the depth of a symbol, spot. */
  public BookText binanceSpot(
      long lastUpdateId, Map<Decimal, Decimal> bids, Map<Decimal, Decimal> asks) {
    frame.text("{\"lastUpdateId\":").number(lastUpdateId);
    return binance(bids, asks);
  }

  /**
   * The same for futures.
   *
   * @param sent when it is sent, in milliseconds since the epoch
   * @param changed when the book changed, likewise
   */
  public BookText binanceFutures(long lastUpdateId, long sent, long changed, VenueBook book) {
    frame.text("{\"lastUpdateId\":").number(lastUpdateId).text(",\"E\":").number(sent);
    frame.text(",\"T\":").number(changed);
    return binance(book.bids(), book.asks());
  }

  private BookText binance(Map<Decimal, Decimal> bids, Map<Decimal, Decimal> asks) {
    frame.text(",\"bids\":[");
    pairs(bids);
    frame.text("],\"asks\":[");
    pairs(asks);
    frame.text("]}");
    return this;
  }

  /** The message as bytes, ASCII. */
  public byte[] take() {
    return frame.takeBytes();
  }

  /** Levels as arrays of quoted price and size. */
  void pairs(Map<Decimal, Decimal> levels) {
    levels.forEach(
        (price, size) -> frame.text("[").quoted(price).text(",").quoted(size).text("],"));
    frame.trim(',');
  }

  private void objects(Map<Decimal, Decimal> levels) {
    levels.forEach(
        (price, size) ->
            frame.text("{\"price\":").number(price).text(",\"qty\":").number(size).text("},"));
    frame.trim(',');
  }
}
