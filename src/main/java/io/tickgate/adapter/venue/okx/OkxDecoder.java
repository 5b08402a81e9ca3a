package io.tickgate.adapter.venue.okx;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.BookStreamDecoder;
import io.tickgate.adapter.venue.Crc32Text;
import io.tickgate.adapter.venue.Resync;
import io.tickgate.market.BookChange;
import io.tickgate.market.Tick;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decodes the public channels of OKX v5. Owned by the feed's thread. */
public final class OkxDecoder extends BookStreamDecoder<OkxInstrument> {
  /** What stands before the colon in this venue's symbols. */
  public static final String VENUE = "okx";

  private static final byte[] PONG = {'p', 'o', 'n', 'g'};

  private final OkxMessage message = new OkxMessage(symbols);
  private final Crc32Text text = new Crc32Text();
  private final List<Tick> ticks = new ArrayList<>();

  public OkxDecoder(TickListener ticks, FeedCounters counters, Resync resync) {
    super(VENUE, OkxInstrument::new, ticks, counters, resync);
  }

  /** The answer to a text {@code ping}. */
  @Override
  protected boolean decodeText(byte[] bytes, int offset, int length) {
    return Arrays.equals(bytes, offset, offset + length, PONG, 0, PONG.length);
  }

  @Override
  protected void read(JsonParser json, long rx) throws IOException {
    message.read(json);
    end(json);
    switch (message.event()) {
      case NONE -> data(rx);
      case SUBSCRIBED -> {
        OkxInstrument instrument = message.instrument();
        if (instrument != null) {
          list(instrument, rx);
        }
      }
      case UNSUBSCRIBED -> {}
      case ERROR -> counters.errors.increment();
      case OTHER -> counters.ignored.increment();
    }
  }

  private void data(long rx) {
    OkxChannel channel = message.channel();
    List<OkxRow> rows = message.rows();
    if (channel == OkxChannel.OTHER) {
      counters.ignored.increment();
      return;
    }
    ticks
        .clear(); // all are made before the first is handed on, so a bad row spoils no half message
    for (OkxRow row : rows) {
      ticks.add(toTick(channel, row, rx));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (ticks.get(i) instanceof BookChange change) {
        book(channel, rows.get(i), change);
      } else {
        emit(ticks.get(i));
      }
    }
  }

  private Tick toTick(OkxChannel channel, OkxRow row, long rx) {
    var symbol = row.instrument(message.instrument()).symbol;
    return switch (channel) {
      case TRADES -> row.toTrade(symbol, rx);
      case TICKERS -> row.toSummary(symbol, rx);
      case BBO -> row.toQuote(symbol, rx);
      case BOOKS5 -> row.toChange(symbol, true, text, rx);
      default -> row.toChange(symbol, message.snapshot(), text, rx);
    };
  }

  private void book(OkxChannel channel, OkxRow row, BookChange change) {
    OkxInstrument instrument = row.instrument(message.instrument());
    boolean wins = change.snapshot() && channel != OkxChannel.BOOKS5;
    if (!wins && instrument.isOfOther(channel)) {
      counters.ignored.increment();
      return;
    }
    if (change.snapshot()) {
      instrument.start(channel, row.seqId());
    } else if (instrument.synced()) {
      if (!instrument.follows(row.prevSeqId())) {
        lose(instrument, change.rx(), "sequence gap");
        return;
      }
      instrument.advanceTo(row.seqId());
    }
    change(instrument, change);
  }
}
