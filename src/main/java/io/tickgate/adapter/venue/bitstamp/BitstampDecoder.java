package io.tickgate.adapter.venue.bitstamp;

import static io.tickgate.adapter.venue.bitstamp.Frame.require;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.DiffBook;
import io.tickgate.adapter.venue.Resync;
import io.tickgate.adapter.venue.SymbolTable;
import io.tickgate.adapter.venue.VenueDecoder;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Decimal;
import io.tickgate.market.Listed;
import io.tickgate.market.Side;
import io.tickgate.market.Trade;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Bitstamp's {@code diff_order_book}, {@code order_book} and {@code live_trades} channels.
 * Symbols are spelled as channels spell them, {@code bitstamp:btcusd}.
 *
 * <p>The snapshot that a book of changes starts from is asked for when the subscription is
 * acknowledged, so a quiet market has a book too.
 */
public final class BitstampDecoder extends VenueDecoder {
  private static final Pattern BOOK_URL = Pattern.compile("/order_book/([^/?#]+)");

  private final SymbolTable<Instrument> symbols;
  private final Frame frame = new Frame();

  /**
   * Makes a decoder.
   *
   * @param venue what stands before the colon of its symbols
   */
  public BitstampDecoder(String venue, TickListener ticks, FeedCounters counters, Resync resync) {
    super(venue, ticks, counters, resync);
    DiffBook.Feed feed = new DiffBook.Feed(this, Instrument::judge);
    this.symbols = new SymbolTable<>(venue, symbol -> new Instrument(symbol, feed));
  }

  @Override
  public void onOpen(String url, long rx) {
    symbols.forEach(
        instrument -> {
          if (instrument.onOpen(rx)) {
            emit(new BookReset(instrument.symbol, rx, rx, "connection reopened"));
          }
        });
  }

  @Override
  public void onClose(long rx) {
    // books stay as they are until the next connection; the state of the feed says they are old
  }

  @Override
  protected void decode(JsonParser json, long rx) throws IOException {
    read(json);
    if (frame.event.is("data")) {
      book(rx);
    } else if (frame.event.is("trade")) {
      trade(rx);
    } else if (frame.event.is("bts:subscription_succeeded")) {
      subscribed(rx);
    } else if (frame.event.is("bts:unsubscription_succeeded")) {
      unsubscribed(rx);
    } else {
      (frame.event.is("bts:error") ? counters.errors : counters.ignored).increment();
    }
  }

  @Override
  protected void decodeAnswer(String url, JsonParser json, long rx) throws IOException {
    Matcher pair = BOOK_URL.matcher(url);
    Instrument instrument = pair.find() ? symbols.get(pair.group(1)) : null;
    if (instrument == null) {
      counters.ignored.increment();
      return;
    }
    try {
      read(json);
      if (frame.error) { // the caller saw the status of the answer, and knows when to try again
        counters.errors.increment();
      } else if (instrument.takes(Channel.DIFF_BOOK)) {
        BookChange snapshot = levels(instrument, true, rx);
        instrument.changes().onSnapshot(snapshot.ts(), snapshot);
      } else {
        counters.ignored.increment();
      }
    } catch (IOException | IllegalArgumentException e) {
      instrument.changes().onSnapshotFailed();
      throw e;
    }
  }

  private void read(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    frame.read(json);
    end(json);
  }

  private void subscribed(long rx) {
    Channel channel = Channel.of(frame.channel);
    if (channel == Channel.OTHER) {
      counters.ignored.increment();
      return;
    }
    int known = symbols.size();
    Instrument instrument = instrument(channel);
    if (instrument == null) {
      return;
    }
    if (symbols.size() > known) {
      emit(new Listed(instrument.symbol, rx, rx));
    }
    if (channel == Channel.DIFF_BOOK && instrument.takes(channel)) {
      instrument.changes().askOnce();
    }
  }

  /** Times don't tell what is missing should the changes come again, so the book starts over. */
  private void unsubscribed(long rx) {
    Channel channel = Channel.of(frame.channel);
    Instrument instrument = channel == Channel.DIFF_BOOK ? instrument(channel) : null;
    if (instrument == null) {
      counters.ignored.increment();
    } else {
      instrument.onOpen(rx);
    }
  }

  private void book(long rx) {
    Channel channel = Channel.of(frame.channel);
    if (channel != Channel.DIFF_BOOK && channel != Channel.TOP_BOOK) {
      counters.ignored.increment();
      return;
    }
    Instrument instrument = instrument(channel);
    if (instrument == null) {
      return;
    }
    BookChange book = levels(instrument, channel == Channel.TOP_BOOK, rx);
    if (!instrument.takes(channel)) {
      counters.ignored.increment();
    } else if (channel == Channel.TOP_BOOK) {
      emit(book);
    } else {
      instrument.onChange(book);
    }
  }

  private void trade(long rx) {
    if (Channel.of(frame.channel) != Channel.TRADES) {
      counters.ignored.increment();
      return;
    }
    Instrument instrument = instrument(Channel.TRADES);
    if (instrument == null) {
      return;
    }
    long type = require(frame.type, "type");
    Decimal price = require(frame.price, "price_str");
    Decimal size = require(frame.amount, "amount_str");
    if (type > 1 || price.signum() <= 0 || size.signum() <= 0) {
      throw new IllegalArgumentException("a trade without side, positive price and size");
    }
    emit(
        new Trade(
            instrument.symbol,
            require(frame.time, "microtimestamp"),
            rx,
            price,
            size,
            type == 0 ? Side.BUY : Side.SELL,
            Long.toString(require(frame.id, "id"))));
  }

  private BookChange levels(Instrument instrument, boolean snapshot, long rx) {
    return new BookChange(
        instrument.symbol,
        require(frame.time, "microtimestamp"),
        rx,
        snapshot,
        require(frame.bids, "bids"),
        require(frame.asks, "asks"),
        0,
        null);
  }

  /** The symbol at the end of the channel's name; null, and counted, when there is no room. */
  private @Nullable Instrument instrument(Channel channel) {
    int start = channel.symbolStart();
    Instrument instrument =
        symbols.get(frame.channel.array(), start, frame.channel.length() - start);
    if (instrument == null) {
      boolean full = symbols.size() >= SymbolTable.MAX_SYMBOLS;
      (full ? counters.dropped : counters.ignored).increment();
    }
    return instrument;
  }
}
