package io.tickgate.adapter.venue;

import io.tickgate.market.Symbol;

/**
 * What a {@link BookStreamDecoder} keeps of one symbol; venues add to it. Owned by the feed's
 * thread.
 */
public class BookState {
  /** The symbol, spelled as the venue does. */
  public final Symbol symbol;

  /** The ids of its trades. */
  public final TradeIds tradeIds = new TradeIds();

  boolean listed;
  boolean followed; // a snapshot came on this connection, so another can be asked for
  boolean synced;

  protected BookState(Symbol symbol) {
    this.symbol = symbol;
  }

  /** Whether the book downstream is the venue's, as far as is known. */
  public final boolean synced() {
    return synced;
  }

  /** A new connection stands: what belonged to the one before is void. */
  protected void onOpen() {
    listed = false;
    followed = false;
    synced = false;
    tradeIds.interrupt();
  }
}
