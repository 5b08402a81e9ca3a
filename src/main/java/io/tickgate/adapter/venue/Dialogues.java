package io.tickgate.adapter.venue;

import io.tickgate.adapter.venue.binance.BinanceDialogue;
import io.tickgate.adapter.venue.binance.Market;
import io.tickgate.adapter.venue.bitstamp.BitstampDialogue;
import io.tickgate.adapter.venue.coinbase.CoinbaseDialogue;
import io.tickgate.adapter.venue.coinbaseat.CoinbaseAdvancedDialogue;
import io.tickgate.adapter.venue.kraken.KrakenDialogue;
import io.tickgate.adapter.venue.okx.OkxDialogue;

/** The dialogue of each venue. */
public final class Dialogues {
  private Dialogues() {}

  /**
   * A dialogue for one session with a venue.
   *
   * @throws IllegalArgumentException when there is none; see {@link Venues#names}
   */
  public static Dialogue create(String venue) {
    return switch (venue) {
      case "coinbase" -> new CoinbaseDialogue();
      case "coinbase-at" -> new CoinbaseAdvancedDialogue();
      case "kraken" -> new KrakenDialogue();
      case "binance" -> new BinanceDialogue(Market.SPOT);
      case "binance-usdm" -> new BinanceDialogue(Market.USDM);
      case "binance-coinm" -> new BinanceDialogue(Market.COINM);
      case "bitstamp" -> new BitstampDialogue();
      case "okx" -> new OkxDialogue();
      default ->
          throw new IllegalArgumentException("venue: '" + venue + "' is none of " + Venues.names());
    };
  }
}
