package io.tickgate.adapter.replay;

import io.tickgate.adapter.replay.TapeEvent.Kind;

/**
 * Lines of the hftbacktest recorder, received messages only: {@code <epoch ns> <message>}. Times
 * are cut off to microseconds.
 */
final class HftbacktestGrammar implements LineGrammar {
  /** Nanoseconds since the epoch have that many digits from 2001 to 2262. */
  private static final int DIGITS = 19;

  @Override
  public Outcome read(byte[] bytes, int from, int to, TapeEvent event) {
    int space = from + DIGITS;
    if (space + 1 >= to || bytes[space] != ' ') {
      return Outcome.BROKEN;
    }
    long nanos = Epoch.ofDigits(bytes, from, space);
    if (nanos == Epoch.NONE) {
      return Outcome.BROKEN;
    }
    event.is(Kind.FRAME, nanos / 1_000).bytes(bytes, space + 1, to);
    return Outcome.EVENT;
  }
}
