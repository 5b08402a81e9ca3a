package io.tickgate.adapter.venue.coinbaseat;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.BookStreamDecoder;
import io.tickgate.adapter.venue.Resync;
import java.io.IOException;
import java.util.List;

/**
 * Decodes the feed of Coinbase Advanced Trade. Owned by the feed's thread.
 *
 * <p>A message with the number of the one before is a repeat and ignored. Any other number than the
 * next is a loss, a lower one too: whoever counts anew has lost the thread.
 */
public final class CoinbaseAdvancedDecoder extends BookStreamDecoder<AdvancedProduct> {
  /** What stands before the colon in this venue's symbols. */
  public static final String VENUE = "coinbase-at";

  private static final long NONE = -1;

  private final AdvancedMessage message = new AdvancedMessage(symbols);
  private final boolean sideIsMaker;
  private long lastNumber = NONE;

  /** Takes {@code side} of a trade as the taker's. */
  public CoinbaseAdvancedDecoder(TickListener ticks, FeedCounters counters, Resync resync) {
    this(ticks, counters, resync, false);
  }

  /**
   * A decoder for either reading of the venue's documentation.
   *
   * @param sideIsMaker whether {@code side} of a trade is the maker's; the venue's wording changed
   *     over time
   */
  public CoinbaseAdvancedDecoder(
      TickListener ticks, FeedCounters counters, Resync resync, boolean sideIsMaker) {
    super(VENUE, AdvancedProduct::new, ticks, counters, resync);
    this.sideIsMaker = sideIsMaker;
  }

  @Override
  public void onOpen(String url, long rx) {
    super.onOpen(url, rx);
    lastNumber = NONE;
  }

  @Override
  protected void read(JsonParser json, long rx) throws IOException {
    try {
      readWhole(json, rx);
    } catch (IOException | IllegalArgumentException e) {
      if (message.losesNoBook()) { // its number is none that is missing
        number(message.number(), rx);
      }
      throw e;
    }
    if (message.error()) {
      counters.errors.increment();
    } else {
      take(rx);
    }
  }

  private void readWhole(JsonParser json, long rx) throws IOException {
    message.read(json);
    end(json);
    if (!message.error()) {
      message.number();
      for (AdvancedEvent event : message.events()) {
        event.check(message.channel(), message.sent(rx), rx);
      }
    }
  }

  private void take(long rx) {
    AdvancedChannel channel = message.channel();
    long sent = message.sent(rx);
    if (number(message.number(), rx)) {
      message.events().forEach(event -> apply(channel, event, sent, rx));
    }
    if (channel == AdvancedChannel.OTHER) {
      counters.ignored.increment();
    }
  }

  /** Whether the message of that number is new. */
  private boolean number(long number, long rx) {
    if (number == lastNumber) {
      counters.ignored.increment();
      return false;
    }
    if (lastNumber != NONE && number != lastNumber + 1) {
      loseAll(rx, "sequence jump");
    }
    lastNumber = number;
    return true;
  }

  private void apply(AdvancedChannel channel, AdvancedEvent event, long sent, long rx) {
    switch (channel) {
      case BOOK -> change(event.product(), event.change());
      case TRADES -> trades(event, rx);
      case TICKER, TICKER_BATCH ->
          event.tickers().forEach(ticker -> emit(ticker.toSummary(sent, rx)));
      case SUBSCRIPTIONS -> event.listed().forEach(product -> list(product, rx));
      case HEARTBEATS, OTHER -> {}
    }
  }

  private void trades(AdvancedEvent event, long rx) {
    if (event.snapshot()) {
      counters.ignored.increment(); // what happened before the subscription
      event.trades().forEach(trade -> trade.product().tradeIds.interrupt());
      return;
    }
    List<AdvancedTrade> newestFirst = event.trades();
    for (int i = newestFirst.size() - 1; i >= 0; i--) {
      AdvancedTrade trade = newestFirst.get(i);
      emit(trade.toTrade(rx, sideIsMaker), trade.product().tradeIds);
    }
  }
}
