package io.tickgate.adapter.venue;

/** What can be subscribed to: a stream and a symbol, both spelled as the venue spells them. */
public record Topic(String stream, String symbol) {
  @Override
  public String toString() {
    return symbol + " " + stream;
  }
}
