package io.tickgate.adapter.venue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.binance.BinanceDecoder;
import io.tickgate.adapter.venue.binance.Market;
import io.tickgate.adapter.venue.bitstamp.BitstampDecoder;
import io.tickgate.adapter.venue.coinbase.CoinbaseDecoder;
import io.tickgate.adapter.venue.coinbaseat.CoinbaseAdvancedDecoder;
import io.tickgate.adapter.venue.kraken.KrakenDecoder;
import io.tickgate.adapter.venue.okx.OkxDecoder;

/** The decoder of each venue. */
public final class Decoders {
  private Decoders() {}

  /**
   * A decoder for one connection to a venue.
   *
   * @throws IllegalArgumentException when there is none; see {@link Venues#names}
   */
  public static VenueDecoder create(
      String venue, TickListener ticks, FeedCounters counters, Resync resync) {
    return switch (venue) {
      case "coinbase" -> new CoinbaseDecoder(ticks, counters, resync);
      case "coinbase-at" -> new CoinbaseAdvancedDecoder(ticks, counters, resync);
      case "kraken" -> new KrakenDecoder(ticks, counters, resync);
      case "binance" -> new BinanceDecoder(venue, Market.SPOT, ticks, counters, resync);
      case "binance-usdm" -> new BinanceDecoder(venue, Market.USDM, ticks, counters, resync);
      case "binance-coinm" -> new BinanceDecoder(venue, Market.COINM, ticks, counters, resync);
      case "bitstamp" -> new BitstampDecoder(venue, ticks, counters, resync);
      case "okx" -> new OkxDecoder(ticks, counters, resync);
      default ->
          throw new IllegalArgumentException("venue: '" + venue + "' is none of " + Venues.names());
    };
  }
}
