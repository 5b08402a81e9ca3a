package io.tickgate.adapter.venue;

import io.tickgate.adapter.venue.StreamChoice.Trades;
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

  /** The usual dialogue for one session with a venue; fails as {@link #create} does. */
  public static Dialogue create(String venue) {
    return create(venue, StreamChoice.USUAL);
  }

  /**
   * A dialogue for one session with a venue.
   *
   * @throws IllegalArgumentException when there is none, see {@link Venues#names}, or when the
   *     venue has no such choice; begins with {@code venue}, {@code depth} or {@code trades}
   */
  public static Dialogue create(String venue, StreamChoice choice) {
    require(choice.depth() == 0 || venue.equals("kraken"), "depth: " + venue + " has one depth");
    require(
        choice.trades() == Trades.USUAL || venue.startsWith("binance"),
        "trades: " + venue + " has one kind of trades");
    return switch (venue) {
      case "coinbase" -> new CoinbaseDialogue();
      case "coinbase-at" -> new CoinbaseAdvancedDialogue();
      case "kraken" -> new KrakenDialogue(choice.depth());
      case "binance" -> new BinanceDialogue(Market.SPOT, choice.trades());
      case "binance-usdm" -> new BinanceDialogue(Market.USDM, choice.trades());
      case "binance-coinm" -> new BinanceDialogue(Market.COINM, choice.trades());
      case "bitstamp" -> new BitstampDialogue();
      case "okx" -> new OkxDialogue();
      default ->
          throw new IllegalArgumentException("venue: '" + venue + "' is none of " + Venues.names());
    };
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }
}
