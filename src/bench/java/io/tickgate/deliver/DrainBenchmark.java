package io.tickgate.deliver;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.shard.Shard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a client costs: quotes of so many symbols, and one beat (or one turn, without an interval)
 * in which the clients that watch them are marked, drained, and written their frame. All watch the
 * same 50 symbols, so they share it. The way ends where a socket's buffer would take the bytes.
 *
 * <p>Nobody's quotes cost what the row with 0 clients says, the first client adds what is made once
 * (the elements, the frame); each further one a 99th of the difference between 1 and 100. With
 * {@code -prof gc} the same holds for the bytes allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Dio.netty.leakDetection.level=disabled", // as it is in the packaged gateway
      "-Djmh.executor=CUSTOM",
      "-Djmh.executor.class=io.tickgate.deliver.DrainBenchmark$LoopThreads"
    })
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DrainBenchmark {
  private static final int SYMBOLS = 50;
  private static final int BEAT_MILLIS = 100;
  private static final Duration NEVER = Duration.ofDays(10_000);

  /** Of one client and frame; the default of the gateway. */
  private static final int FRAME_BYTES = 32 << 10;

  @Param({"1", "10", "50"})
  public int dirty;

  @Param({"0", "1", "100"})
  public int clients;

  /** What clients ask for; 0 for as fast as they can. */
  @Param({"100", "0"})
  public int interval;

  private final HandLoop loop = new HandLoop();
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final Feed feed = books.addFeed("bench");
  private final SessionContext context =
      new SessionContext(
          books,
          new SessionLimits(
              SYMBOLS,
              SYMBOLS,
              1L << 28,
              1_000,
              65_536,
              FRAME_BYTES,
              NEVER,
              NEVER,
              Duration.ofMillis(100),
              NEVER),
          new CompressionSettings(
              CompressionSettings.Mode.OFF, OptionalInt.empty(), OptionalInt.empty(), 0),
          new SessionStats(),
          InstantSource.system(),
          loop::nanos,
          "epoch",
          Access.open(books));
  private final Fanout fanout = new Fanout(new Shard(0, loop), context);
  private final Symbol[] symbols = new Symbol[SYMBOLS];
  private SwallowingClient[] subscribers = {};
  private long count;

  /** Threads as Netty's loops are: its pools give others no cache of their own. */
  public static final class LoopThreads extends ThreadPoolExecutor {
    public LoopThreads(int maxThreads, String prefix) {
      super(
          maxThreads,
          maxThreads,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          new DefaultThreadFactory(prefix, true));
    }
  }

  @Setup
  public void subscribe() {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < SYMBOLS; i++) {
      symbols[i] = Symbol.of("bench:SYM" + i + "-USD");
      feed.apply(quote(symbols[i]));
      names.append(i == 0 ? "\"" : "\",\"").append(symbols[i].name());
    }
    subscribers = new SwallowingClient[clients];
    for (int i = 0; i < clients; i++) {
      subscribers[i] = new SwallowingClient(fanout, context);
      subscribers[i].say(
          "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"quote\",\"intervalMs\":"
              + interval
              + ",\"symbols\":["
              + names
              + "\"]}");
    }
    beat();
    beat(); // snapshots are out, and what waited for their beat
    long before = context.stats().elements.sum();
    drain();
    long delivered = context.stats().elements.sum() - before;
    if (delivered != (long) clients * dirty) {
      throw new IllegalStateException(delivered + " elements came to " + clients + " clients");
    }
  }

  private Quote quote(Symbol symbol) {
    count++;
    Decimal size = Decimal.of(1_000 + count % 100, 3);
    Decimal bid = Decimal.of(6_180_020 + count % 1_000, 2);
    Decimal ask = Decimal.of(6_180_120 + count % 1_000, 2);
    return new Quote(symbol, 1_723_161_256_313_000L, 1_723_161_256_313_400L, bid, size, ask, size);
  }

  private void beat() {
    loop.advance(TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS));
    for (SwallowingClient each : subscribers) {
      each.answer();
    }
  }

  /** Quotes, and the beat that delivers them. */
  @Benchmark
  public long drain() {
    for (int i = 0; i < dirty; i++) {
      feed.apply(quote(symbols[i]));
    }
    beat();
    return context.stats().bytes.sum();
  }
}
