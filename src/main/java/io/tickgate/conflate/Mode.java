package io.tickgate.conflate;

/** What a subscription gets of the events of its channel. */
public enum Mode {
  /** The newest state; what came in between is merged into it. */
  CONFLATED("conflated"),
  /** Every event once, in order, or a gap notice that says which are missing. */
  ALL("all");

  private final String text;

  Mode(String text) {
    this.text = text;
  }

  /** As written in messages. */
  public String text() {
    return text;
  }
}
