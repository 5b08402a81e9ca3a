package io.tickgate.adapter.venue.binance;

import static io.tickgate.adapter.venue.binance.Frame.NONE;
import static io.tickgate.adapter.venue.binance.Frame.require;

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
import io.tickgate.market.Listed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Binance's market streams: {@code depth}, {@code depth5/10/20}, {@code bookTicker}, {@code
 * trade}, {@code aggTrade} and {@code ticker}, of spot and both futures markets.
 *
 * <p>A book starts from the REST depth snapshot, which is asked for as soon as the address or the
 * first change names its symbol. A recording may hold that snapshot as a line of the stream.
 */
public final class BinanceDecoder extends VenueDecoder {
  private final SymbolTable<Instrument> symbols;
  private final Frame frame = new Frame();
  private final FrameReader reader = new FrameReader(frame);
  private final PlainReader plainReader = new PlainReader(frame);
  private final Ticks values = new Ticks(frame);
  private final boolean chained;

  /** The one symbol of a raw stream of best levels, whose payload doesn't name it. */
  private @Nullable Instrument rawPartial;

  /**
   * Makes a decoder.
   *
   * @param venue what stands before the colon of its symbols
   */
  public BinanceDecoder(
      String venue, Market market, TickListener ticks, FeedCounters counters, Resync resync) {
    super(venue, ticks, counters, resync);
    DiffBook.Feed feed = new DiffBook.Feed(this, market::judge);
    this.symbols = new SymbolTable<>(venue, symbol -> new Instrument(symbol, feed));
    this.chained = market.chained();
  }

  @Override
  public void onOpen(String url, long rx) {
    symbols.forEach(instrument -> reopen(instrument, rx));
    rawPartial = null;
    var streams = StreamName.of(url);
    for (StreamName stream : streams) {
      if (stream.isUsed()) {
        list(stream, rx);
      }
    }
    if (streams.size() == 1 && streams.get(0).isPartialDepth() && !url.contains("streams=")) {
      rawPartial = symbols.get(streams.get(0).symbol());
    }
  }

  /** What is subscribed to changes: trades of some symbol may have gone by meanwhile. */
  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    symbols.forEach(instrument -> instrument.tradeIds.interrupt());
  }

  @Override
  public void onClose(long rx) {
    // books stay as they are until the next connection; the state of the feed says they are old
  }

  @Override
  protected void decode(JsonParser json, long rx) throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY) { // all symbols' mini tickers
      json.skipChildren();
      end(json);
      counters.ignored.increment();
      return;
    }
    read(json);
    understand(rx);
  }

  @Override
  protected boolean decodePlain(byte[] bytes, int offset, int length, long rx) {
    if (!plainReader.read(bytes, offset, length)) {
      return false;
    }
    understand(rx);
    return true;
  }

  private void understand(long rx) {
    switch (frame.type) {
      case BOOK_TICKER -> quote(rx);
      case DEPTH -> depth(rx);
      case TRADE, AGG_TRADE -> trade(rx);
      case TICKER -> ticker(rx);
      case NONE -> untyped(rx);
      case OTHER -> counters.ignored.increment();
    }
  }

  @Override
  protected void decodeAnswer(String url, JsonParser json, long rx) throws IOException {
    String name = DepthUrl.symbol(url);
    Instrument instrument = name == null ? null : symbols.get(name);
    if (instrument == null) {
      counters.ignored.increment();
      return;
    }
    try {
      read(json);
      if (frame.error) { // the caller saw the status of the answer, and knows when to try again
        counters.errors.increment();
      } else {
        snapshot(instrument, rx);
      }
    } catch (IOException | IllegalArgumentException e) {
      instrument.book.onSnapshotFailed();
      throw e;
    }
  }

  private void read(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT);
    reader.read(json);
    end(json);
  }

  private void reopen(Instrument instrument, long rx) {
    instrument.book.onOpen(rx);
    if (instrument.onOpen()) {
      emit(new BookReset(instrument.symbol, rx, rx, "connection reopened"));
    }
  }

  private void list(StreamName stream, long rx) {
    int known = symbols.size();
    Instrument instrument = symbols.get(stream.symbol());
    if (instrument == null) {
      return;
    }
    if (symbols.size() > known) {
      emit(new Listed(instrument.symbol, rx, rx));
    }
    if (stream.isDiffDepth()) {
      instrument.book.askOnce();
    }
  }

  private void untyped(long rx) {
    if (frame.snapshotId != NONE) {
      untypedDepth(rx);
    } else if (frame.stream.endsWith("@bookTicker") || frame.hasQuote()) {
      quote(rx);
    } else {
      (frame.error ? counters.errors : counters.ignored).increment();
    }
  }

  private void untypedDepth(long rx) {
    if (StreamName.isPartialDepth(frame.stream)) {
      Instrument instrument =
          symbols.get(frame.stream.upperCase(Math.max(0, frame.stream.indexOf("@"))));
      if (instrument == null) {
        counters.ignored.increment();
      } else {
        partial(instrument, rx);
      }
    } else if (rawPartial != null) {
      partial(rawPartial, rx);
    } else {
      recordedSnapshot(rx);
    }
  }

  /** A REST answer that the recorder wrote among the messages of the stream. */
  private void recordedSnapshot(long rx) {
    Instrument owner =
        frame.symbol.length() > 0
            ? instrument()
            : new SnapshotOwner(frame.snapshotId).among(symbols);
    if (owner == null) {
      counters.ignored.increment();
    } else {
      snapshot(owner, rx);
    }
  }

  private void snapshot(Instrument instrument, long rx) {
    frame.requireSound();
    long id = require(frame.snapshotId, "lastUpdateId");
    BookChange snapshot = values.book(instrument.symbol, true, rx);
    if (instrument.takesChanges()) {
      instrument.book.onSnapshot(id, snapshot);
    } else {
      counters.ignored.increment();
    }
  }

  private void partial(Instrument instrument, long rx) {
    frame.requireSound();
    BookChange book = values.book(instrument.symbol, true, rx);
    if (instrument.takesPartial()) {
      emit(book);
    } else {
      counters.ignored.increment();
    }
  }

  private void depth(long rx) {
    Instrument instrument = known();
    if (instrument == null) {
      return;
    }
    if (instrument == rawPartial || StreamName.isPartialDepth(frame.stream)) {
      partial(instrument, rx);
      return;
    }
    long first = require(frame.firstId, "U");
    long last = require(frame.lastId, "u");
    long previous = chained ? require(frame.previousId, "pu") : NONE;
    if (first > last || frame.eventTime == NONE) {
      throw new IllegalArgumentException("a change without time or with U beyond u");
    }
    BookChange change = values.book(instrument.symbol, false, rx);
    if (instrument.takesChanges()) {
      instrument.book.onChange(first, last, previous, change);
    } else {
      counters.ignored.increment();
    }
  }

  private void quote(long rx) {
    Instrument instrument = known();
    if (instrument != null) {
      emit(values.quote(instrument.symbol, rx));
    }
  }

  private void ticker(long rx) {
    Instrument instrument = known();
    if (instrument != null) {
      emit(values.summary(instrument.symbol, rx));
    }
  }

  /**
   * Futures also push fills of the insurance fund and of deleveraging, marked by another {@code X}
   * than {@code MARKET}. They were not matched in the book and have no taker, and the venue leaves
   * them out of its aggregated trades: they are no trades here either.
   */
  private void trade(long rx) {
    if (!frame.market) {
      counters.ignored.increment();
      if (frame.type == EventType.TRADE && frame.tradeId != NONE && frame.symbol.length() > 0) {
        Instrument numbered = instrument();
        if (numbered != null) {
          numbered.tradeIds.pass(frame.tradeId);
        }
      }
      return;
    }
    Instrument instrument = known();
    if (instrument == null) {
      return;
    }
    var trade = values.trade(instrument.symbol, rx);
    if (instrument.takesTrades(frame.type)) {
      emit(trade, instrument.tradeIds);
    } else {
      counters.ignored.increment();
    }
  }

  /** The symbol of a sound payload; null, and counted, when there is no room for it. */
  private @Nullable Instrument known() {
    frame.requireSound();
    Instrument instrument = instrument();
    if (instrument == null) {
      boolean full = symbols.size() >= SymbolTable.MAX_SYMBOLS;
      (full ? counters.dropped : counters.ignored).increment();
    }
    return instrument;
  }

  private @Nullable Instrument instrument() {
    if (frame.symbol.length() == 0) {
      throw new IllegalArgumentException("no symbol");
    }
    return symbols.get(frame.symbol.array(), 0, frame.symbol.length());
  }
}
