package io.tickgate.venueserver;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.SimulatedMarket;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.adapter.simulator.dialect.BinanceDialect;
import io.tickgate.adapter.simulator.dialect.CoinbaseDialect;
import io.tickgate.adapter.simulator.dialect.DialectSource;
import io.tickgate.adapter.simulator.dialect.KrakenDialect;
import io.tickgate.adapter.venue.Decoders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The simulated market in the words of a venue, as time passes. */
final class SimulatorSource implements Source {
  /** Often enough that nobody sees steps, seldom enough to cost nothing. */
  private static final long STEP_NANOS = 5_000_000;

  private final SimulatorSettings settings;
  private final io.tickgate.adapter.simulator.dialect.Dialect.Factory dialect;
  private final String venue;
  private @Nullable Thread thread;
  private SourceLine.@Nullable Factory lines;

  /**
   * @throws IllegalArgumentException when the simulator doesn't speak like that venue
   */
  SimulatorSource(SimulatorSettings settings, String venue) {
    this.settings = settings;
    this.venue = venue;
    dialect =
        switch (venue) {
          case "coinbase" -> CoinbaseDialect::new;
          case "kraken" -> KrakenDialect::new;
          case "binance-usdm" -> BinanceDialect::new;
          default ->
              throw new IllegalArgumentException(
                  "tickgate.venue-server.dialect: the simulator doesn't speak " + venue);
        };
  }

  @Override
  public void preview(Consumer<byte[]> frames) {
    DialectSource opening = source(new Opening(frames));
    opening.open(0);
    opening.advanceTo(10_000_000); // by then each symbol has had a message
  }

  @Override
  public void start(SourceLine.Factory newLines, Start start) {
    lines = newLines;
    thread = new Thread(() -> run(newLines, start), "venue-server-source");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    if (lines == null || thread == null) {
      return;
    }
    lines.stop();
    thread.interrupt();
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(SourceLine.Factory newLines, Start start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped before it began
      return;
    }
    FrameListener line =
        newLines.line(
            Decoders.create(venue, newLines.books(), new FeedCounters(), (symbol, why) -> {}));
    DialectSource source = source(line);
    source.open(micros());
    while (!newLines.isStopped()) {
      source.advanceTo(micros());
      LockSupport.parkNanos(this, STEP_NANOS);
    }
  }

  private DialectSource source(FrameListener listener) {
    return new DialectSource(new SimulatedMarket(settings), dialect, listener, settings.seed());
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** The frames alone. */
  private record Opening(Consumer<byte[]> frames) implements FrameListener {
    @Override
    public void onFrame(byte[] bytes, int offset, int length, long rx) {
      frames.accept(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void onOpen(String url, long rx) {}

    @Override
    public void onSent(byte[] bytes, int offset, int length, long rx) {}

    @Override
    public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {}

    @Override
    public void onClose(long rx) {}
  }
}
