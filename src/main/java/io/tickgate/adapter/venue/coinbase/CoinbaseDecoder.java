package io.tickgate.adapter.venue.coinbase;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.BookStreamDecoder;
import io.tickgate.adapter.venue.Resync;
import java.io.IOException;

/**
 * Decodes the feed of Coinbase Exchange. Owned by the feed's thread.
 *
 * <p>{@code match} is a trade, once per trade id; {@code last_match} is the trade before the
 * subscription, so history. {@code sequence} also counts events that these channels don't show, so
 * a jump in it is no loss and it isn't looked at.
 */
public final class CoinbaseDecoder extends BookStreamDecoder<CoinbaseProduct> {
  /** What stands before the colon in this venue's symbols. */
  public static final String VENUE = "coinbase";

  private final CoinbaseMessage message = new CoinbaseMessage(symbols);

  public CoinbaseDecoder(TickListener ticks, FeedCounters counters, Resync resync) {
    super(VENUE, CoinbaseProduct::new, ticks, counters, resync);
  }

  @Override
  protected void read(JsonParser json, long rx) throws IOException {
    message.read(json);
    end(json);
    switch (message.type()) {
      case SNAPSHOT, L2UPDATE -> change(message.product(), message.toChange(rx));
      case MATCH -> match(rx);
      case TICKER -> emit(message.toSummary(rx));
      case SUBSCRIPTIONS -> message.listed().forEach(product -> list(product, rx));
      case ERROR -> counters.errors.increment();
      case LAST_MATCH -> {
        message.product().tradeIds.interrupt(); // said at the start of each subscription
        counters.ignored.increment();
      }
      case OTHER -> counters.ignored.increment();
      case HEARTBEAT -> {} // proves the connection, which having come here does
    }
  }

  private void match(long rx) {
    var trade = message.toTrade(rx);
    if (message.product().advanceTo(message.tradeId())) {
      emit(trade, message.product().tradeIds);
    } else {
      counters.ignored.increment();
    }
  }
}
