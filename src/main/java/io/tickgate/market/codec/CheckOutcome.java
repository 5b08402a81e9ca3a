package io.tickgate.market.codec;

import io.tickgate.market.BookCheck;
import io.tickgate.market.Levels;

/** What a venue's checksum said when the change was first applied; says the same ever after. */
public enum CheckOutcome implements BookCheck {
  HELD,
  CONTRADICTED;

  @Override
  public boolean holds(Levels bids, Levels asks) {
    return this == HELD;
  }
}
