package io.tickgate.bench;

import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.simulator.Pacer;
import io.tickgate.adapter.simulator.SimulatorAdapter;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.Quote;
import io.tickgate.market.Tick;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's simulated market for servers that aren't the gateway: the same ticks at the same
 * times, each quote as the very message that the gateway would send to a client that misses none.
 */
final class QuoteFeed implements TickListener, FeedListener {
  /** Of the simulated updates three in five are quotes. */
  private static final double QUOTES = 0.6;

  /** Takes messages on the feed's thread. */
  interface Listener {
    void onQuote(String symbol, byte[] message);
  }

  private final Listener listener;
  private final Map<String, Long> seqs = new HashMap<>();

  private QuoteFeed(Listener listener) {
    this.listener = listener;
  }

  /** Starts a feed of so many symbols and quotes a second. */
  static FeedAdapter start(int symbols, int quotesPerSecond, Listener listener) {
    QuoteFeed feed = new QuoteFeed(listener);
    SimulatorSettings settings = SimulatorSettings.of("sim", options(symbols, quotesPerSecond));
    FeedAdapter adapter =
        new SimulatorAdapter(settings, feed, feed, new FeedCounters(), Pacer.system());
    adapter.start();
    return adapter;
  }

  /** The keys of {@code tickgate.feeds.<id>} for that market. */
  static Map<String, String> options(int symbols, int quotesPerSecond) {
    long rate = Math.max(1, Math.round(quotesPerSecond / QUOTES));
    return Map.of(
        "symbols",
        String.valueOf(symbols),
        "rate",
        String.valueOf(rate),
        "even",
        "true",
        "opening-rush",
        "false");
  }

  /** Its symbols. */
  static List<String> names(int symbols) {
    return SimulatorSettings.of("sim", Map.of("symbols", String.valueOf(symbols)))
        .symbols()
        .stream()
        .map(name -> "sim:" + name)
        .toList();
  }

  @Override
  public boolean onTick(Tick tick) {
    if (tick instanceof Quote quote) {
      String symbol = quote.symbol().name();
      long seq = seqs.merge(symbol, 1L, Long::sum);
      listener.onQuote(symbol, message(quote, seq));
    }
    return true;
  }

  private static byte[] message(Quote quote, long seq) {
    StringBuilder text = new StringBuilder(256);
    text.append("{\"type\":\"update\",\"channel\":\"quote\",\"data\":[{\"s\":\"");
    text.append(quote.symbol().name()).append("\",\"seq\":").append(seq);
    text.append(",\"prev\":").append(seq - 1);
    text.append(",\"ts\":").append(quote.ts()).append(",\"rx\":").append(quote.rx());
    field("bid", quote.bid(), text);
    field("bidSize", quote.bidSize(), text);
    field("ask", quote.ask(), text);
    field("askSize", quote.askSize(), text);
    return text.append("}]}").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static void field(String name, @Nullable Decimal value, StringBuilder text) {
    text.append(",\"").append(name).append("\":\"").append(value).append('"');
  }

  @Override
  public void onTime(long now) {}

  @Override
  public void onState(FeedState state, String reason) {}

  @Override
  public void onRestart() {}
}
