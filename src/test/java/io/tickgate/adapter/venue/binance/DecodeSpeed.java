package io.tickgate.adapter.venue.binance;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.Tick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints how many frames a second are decoded, beside what {@code readTree} takes for the same
 * bytes and nothing else. Not a test: run its {@code main}.
 */
public final class DecodeSpeed {
  private static final int ROUNDS = 8; // the first ones warm up

  private DecodeSpeed() {}

  private static final class Sink implements TickListener {
    long ticks;

    @Override
    public boolean onTick(Tick tick) {
      ticks++;
      return true;
    }

    @Override
    public void onTime(long now) {}
  }

  public static void main(String[] args) throws IOException {
    List<byte[]> frames =
        RecordedFrames.read("binance-usdm_btcusdt_2024-08-08.hb.txt.gz").stream()
            .map(event -> event.text().getBytes(StandardCharsets.UTF_8))
            .toList();
    ObjectMapper mapper = new ObjectMapper();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long nodes = 0;
      for (byte[] frame : frames) {
        nodes += mapper.readTree(frame).size();
      }
      long tree = System.nanoTime() - start;
      Sink sink = new Sink();
      var decoder =
          new BinanceDecoder("binance-usdm", Market.USDM, sink, new FeedCounters(), (s, r) -> {});
      start = System.nanoTime();
      for (byte[] frame : frames) {
        decoder.onFrame(frame, 0, frame.length, 1);
      }
      long decode = System.nanoTime() - start;
      System.out.printf(
          "frames=%d readTree=%,d/s decode=%,d/s ratio=%.2f (nodes %d, ticks %d)%n",
          frames.size(),
          frames.size() * 1_000_000_000L / tree,
          frames.size() * 1_000_000_000L / decode,
          (double) tree / decode,
          nodes,
          sink.ticks);
    }
  }
}
