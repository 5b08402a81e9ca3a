package io.tickgate.adapter.venue.kraken;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.BookStreamDecoder;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.Resync;
import io.tickgate.market.BookChange;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the feeds of Kraken, v2 and v1, told apart by each message. Owned by the feed's thread.
 *
 * <p>A snapshot of trades is what happened before the subscription: history, not counted.
 */
public final class KrakenDecoder extends BookStreamDecoder<KrakenPair> {
  /** What stands before the colon in this venue's symbols. */
  public static final String VENUE = "kraken";

  private final KrakenMessage message = new KrakenMessage(symbols);
  private final KrakenArray array = new KrakenArray(symbols);
  private final Crc32Text text = new Crc32Text();
  private final List<Tick> ticks = new ArrayList<>();

  public KrakenDecoder(TickListener ticks, FeedCounters counters, Resync resync) {
    super(VENUE, KrakenPair::new, ticks, counters, resync);
  }

  @Override
  protected void read(JsonParser json, long rx) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) {
      boolean data = array.read(json);
      end(json);
      if (data) {
        applyArray(rx);
      } else {
        counters.ignored.increment();
      }
    } else {
      message.read(json);
      end(json);
      applyMessage(rx);
    }
  }

  private void applyMessage(long rx) {
    switch (message.kind()) {
      case DATA -> applyRows(rx);
      case SUBSCRIBED -> {
        KrakenPair pair = message.pair();
        pair.tellDepth(message.depth());
        pair.tradeIds.interrupt(); // if it is of trades
        list(pair, rx);
      }
      case ERROR -> counters.errors.increment();
      case ALIVE -> {}
      case OTHER -> counters.ignored.increment();
    }
  }

  private void applyRows(long rx) {
    KrakenChannel channel = message.channel();
    boolean snapshot = message.snapshot();
    List<KrakenRow> rows = message.rows();
    ticks
        .clear(); // all are made before the first is handed on, so a bad row spoils no half message
    for (KrakenRow row : rows) {
      ticks.add(toTick(channel, row, snapshot, rx));
    }
    if (snapshot && channel == KrakenChannel.TRADE) {
      counters.ignored.increment();
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (ticks.get(i) instanceof BookChange change) {
        change(rows.get(i).pair(), change);
      } else if (ticks.get(i) instanceof Trade trade) {
        emit(trade, rows.get(i).pair().tradeIds);
      } else {
        emit(ticks.get(i));
      }
    }
  }

  private Tick toTick(KrakenChannel channel, KrakenRow row, boolean snapshot, long rx) {
    return switch (channel) {
      case BOOK -> row.toChange(snapshot, text, rx);
      case TRADE -> row.toTrade(rx);
      default -> row.toSummary(rx);
    };
  }

  private void applyArray(long rx) {
    switch (array.channel()) {
      case BOOK -> change(array.pair(), array.toChange(text, rx));
      case TRADE -> {
        KrakenPair pair = array.pair();
        array.trades().forEach(trade -> emit(trade.toTrade(pair.symbol, rx)));
      }
      case TICKER -> emit(array.toSummary(rx));
      default -> counters.ignored.increment();
    }
  }
}
