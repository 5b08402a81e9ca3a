package io.tickgate.market;

/** Trading in the symbol opened, halted or closed. */
public record Status(Symbol symbol, long ts, long rx, State state) implements Tick {
  /** What the venue lets traders do. */
  public enum State {
    OPEN,
    HALTED,
    CLOSED
  }
}
