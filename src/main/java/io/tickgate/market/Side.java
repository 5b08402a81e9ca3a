package io.tickgate.market;

/** Who crossed the spread: the side of the taker (aggressor) of a trade. */
public enum Side {
  BUY("buy"),
  SELL("sell");

  private final String text;

  Side(String text) {
    this.text = text;
  }

  /** As written in messages. */
  public String text() {
    return text;
  }
}
