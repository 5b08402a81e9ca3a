package io.tickgate.adapter.venue.binance;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.venue.Resync;
import io.tickgate.adapter.venue.VenueDecoder;
import io.tickgate.market.Tick;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A decoder under test with all that it says; {@code '} stands for a quote in what it is fed. */
public final class Harness {
  /** Silenced: thousands of decoders each tell of their first broken message. */
  private static final Logger LOG = Logger.getLogger(VenueDecoder.class.getName());

  static {
    LOG.setLevel(Level.OFF);
  }

  public final FeedCounters counters = new FeedCounters();
  public final MarketModel model = new MarketModel();

  /** Symbols that a snapshot was asked for, in order. */
  public final List<String> asked = new ArrayList<>();

  public final FrameListener decoder;
  private long rx = 1_000_000;

  /** Receives what a decoder is made with. */
  public interface Factory {
    FrameListener create(MarketModel model, FeedCounters counters, Resync resync);
  }

  public Harness(Factory factory) {
    decoder = factory.create(model, counters, (symbol, why) -> asked.add(symbol.nativeName()));
  }

  /** A Binance decoder. */
  static Harness of(Market market) {
    return new Harness((m, c, r) -> new BinanceDecoder(market.venue(), market, m, c, r));
  }

  /** Feeds a message and returns the ticks that it caused. */
  public List<Tick> frame(String text) {
    return frame(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /** Feeds the bytes of a message; they lie inside a larger array, as from a socket. */
  public List<Tick> frame(byte[] bytes) {
    byte[] padded = new byte[bytes.length + 7];
    System.arraycopy(bytes, 0, padded, 3, bytes.length);
    return during(() -> decoder.onFrame(padded, 3, bytes.length, rx++));
  }

  /** Feeds a REST answer. */
  public List<Tick> answer(String url, String text) {
    byte[] bytes = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return during(() -> decoder.onAnswer(url, bytes, 0, bytes.length, rx++));
  }

  /** Opens a connection. */
  public List<Tick> open(String url) {
    return during(() -> decoder.onOpen(url, rx++));
  }

  /** Everything counted about messages that caused no tick. */
  public long skipped() {
    return counters.broken.sum()
        + counters.ignored.sum()
        + counters.errors.sum()
        + counters.dropped.sum();
  }

  /** Names of the types of ticks. */
  public static List<String> kinds(List<Tick> ticks) {
    return map(ticks, tick -> tick.getClass().getSimpleName());
  }

  static <T> List<T> map(List<Tick> ticks, Function<Tick, T> function) {
    return ticks.stream().map(function).toList();
  }

  private List<Tick> during(Runnable action) {
    int before = model.ticks.size();
    action.run();
    return List.copyOf(model.ticks.subList(before, model.ticks.size()));
  }
}
