package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.simulator.SimulatedMarket;
import io.tickgate.adapter.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Makes the recordings that are shipped: a minute of each venue's frames for a simulated market,
 * always the same. {@code ./mvnw -q compile exec:java@feeds} writes them into {@code feeds/}.
 */
public final class SampleFeed {
  private static final long START =
      Instant.parse("2026-01-02T14:30:00Z").getEpochSecond() * 1_000_000;
  private static final long MINUTE = 60_000_000;

  /** As deep as the model goes, so that Kraken's window of ten has something below it. */
  private static final int DEPTH = SimulatorSettings.MAX_DEPTH;

  /** Updates a second are chosen so that each file stays below 250 kB. */
  static final List<SampleFeed> ALL =
      List.of(
          new SampleFeed(
              CoinbaseDialect::new,
              new SimulatorSettings(
                  "sim-coinbase",
                  List.of("BTC-USD", "ETH-USD", "SOL-USD", "XRP-USD", "LINK-USD"),
                  95,
                  20_260_101,
                  DEPTH,
                  true)),
          new SampleFeed(
              KrakenDialect::new,
              new SimulatorSettings(
                  "sim-kraken",
                  List.of("BTC-USD", "ETH-USD", "ADA-USD", "DOGE-USD"),
                  110,
                  20_260_102,
                  DEPTH,
                  true)),
          new SampleFeed(
              BinanceDialect::new,
              new SimulatorSettings(
                  "sim-binance-usdm",
                  List.of("BTC-USD", "ETH-USD", "SOL-USD", "AVAX-USD"),
                  90,
                  20_260_103,
                  DEPTH,
                  true)));

  private final Dialect.Factory venue;
  private final SimulatorSettings settings;

  private SampleFeed(Dialect.Factory venue, SimulatorSettings settings) {
    this.venue = venue;
    this.settings = settings;
  }

  /** Writes all of them into that folder, or {@code feeds}. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "feeds");
    Files.createDirectories(folder);
    for (SampleFeed sample : ALL) {
      sample.writeTo(Files.newOutputStream(folder.resolve(sample.fileName())));
    }
  }

  String fileName() {
    return settings.feedId() + ".tickgate.ndjson.gz";
  }

  /** Writes the recording and closes the target. */
  void writeTo(OutputStream target) throws IOException {
    try (FrameFile file = new FrameFile(target)) {
      DialectSource source =
          new DialectSource(new SimulatedMarket(settings), venue, file, settings.seed());
      file.begin(source.dialect().venue(), settings.feedId(), START);
      source.open(START);
      source.advanceTo(START + MINUTE);
      source.close(START + MINUTE);
    }
  }
}
