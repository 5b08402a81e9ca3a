package io.tickgate.bench;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.BookLimits;
import io.tickgate.book.BookVersion;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.BookChange;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.wire.Element;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.Field;
import io.tickgate.wire.Fragment;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one tick costs in each stage it goes through once, however many subscribe. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StageBenchmark {
  private static final byte[] FRAME =
      ("{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"e\":\"bookTicker\",\"u\":5123107839020,"
              + "\"s\":\"BTCUSDT\",\"b\":\"61800.20\",\"B\":\"2.507\",\"a\":\"61800.30\","
              + "\"A\":\"2.510\",\"T\":1723161256313,\"E\":1723161256313}}")
          .getBytes(StandardCharsets.US_ASCII);
  private static final String SYMBOL = "binance-usdm:BTCUSDT";

  /** As many updates as a dashboard's frame of 100 ms holds when all its symbols move. */
  private static final int UPDATES_PER_FRAME = 50;

  private final Quote quote =
      new Quote(
          Symbol.of(SYMBOL),
          1_723_161_256_313_000L,
          1_723_161_256_313_400L,
          Decimal.parse("61800.20"),
          Decimal.parse("2.507"),
          Decimal.parse("61800.30"),
          Decimal.parse("2.510"));
  private final Feed feed = newFeed();
  private final FrameListener decoder = newDecoder(tick -> true);
  private final FrameListener decoderWithBook = newDecoder(newFeed()::apply);
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final byte[] message = message();
  private final byte[] deflated = new byte[message.length + 64];

  private final BookVersion older;
  private final BookVersion newer;

  public StageBenchmark() {
    Books books = new Books(BookLimits.defaults(), InstantSource.system());
    Feed changing = books.addFeed("bench");
    changing.apply(change(true, 0, 100));
    SymbolBook book = Objects.requireNonNull(books.find(SYMBOL));
    older = Objects.requireNonNull(book.book());
    for (int n = 1; n <= 20; n++) {
      changing.apply(change(false, n % 12, 1));
    }
    newer = Objects.requireNonNull(book.book());
  }

  private BookChange change(boolean snapshot, int from, int count) {
    List<PriceLevel> bids = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      bids.add(
          new PriceLevel(Decimal.of(6_180_020 - i, 2), Decimal.of(1_000 + (snapshot ? 0 : i), 3)));
    }
    return new BookChange(
        quote.symbol(), quote.ts(), quote.rx(), snapshot, bids, List.of(), 0, null);
  }

  private interface Sink {
    boolean apply(Tick tick);
  }

  private static Feed newFeed() {
    return new Books(BookLimits.defaults(), InstantSource.system()).addFeed("bench");
  }

  private static FrameListener newDecoder(Sink sink) {
    TickListener ticks =
        new TickListener() {
          @Override
          public boolean onTick(Tick tick) {
            return sink.apply(tick);
          }

          @Override
          public void onTime(long now) {}
        };
    return Decoders.create("binance-usdm", ticks, new FeedCounters(), (symbol, why) -> {});
  }

  private byte[] message() {
    StringBuilder text = new StringBuilder("{\"type\":\"update\",\"channel\":\"quote\",\"data\":[");
    for (int i = 0; i < UPDATES_PER_FRAME; i++) {
      Fragment fragment = encode();
      text.append(new String(fragment.bytes(), StandardCharsets.US_ASCII)).append(',');
    }
    return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A quote from bytes to a tick. */
  @Benchmark
  public void decode() {
    decoder.onFrame(FRAME, 0, FRAME.length, 1_723_161_256_313_400L);
  }

  /** The same with what the book makes of it. */
  @Benchmark
  public void decodeAndBook() {
    decoderWithBook.onFrame(FRAME, 0, FRAME.length, 1_723_161_256_313_400L);
  }

  /** A tick that is applied: a quote and a ticker version. */
  @Benchmark
  public boolean apply() {
    return feed.apply(quote);
  }

  /** An element, as it is encoded once for all. */
  @Benchmark
  public Fragment encode() {
    Element.Head head = new Element.Head(SYMBOL, 9_123, quote.ts(), quote.rx());
    return Element.encode(
        Encoding.JSON,
        Field.ALL,
        head,
        element -> {
          element.decimal(Field.BID, quote.bid());
          element.decimal(Field.BID_SIZE, quote.bidSize());
          element.decimal(Field.ASK, quote.ask());
          element.decimal(Field.ASK_SIZE, quote.askSize());
        });
  }

  /** What a reader of ten levels, who skipped twenty changes, has to be told of one side. */
  @Benchmark
  public List<PriceLevel> merge() {
    return newer.bidsSince(older, 10);
  }

  /** A frame of fifty updates deflated from scratch. */
  @Benchmark
  public int deflate() {
    deflater.reset();
    deflater.setInput(message);
    return deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
  }
}
