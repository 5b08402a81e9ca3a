package io.tickgate.adapter.replay;

import io.tickgate.adapter.replay.TapeEvent.Kind;

/** A received message a line and nothing else: JSON objects or arrays, without times. */
final class BareGrammar implements LineGrammar {
  @Override
  public Outcome read(byte[] bytes, int from, int to, TapeEvent event) {
    if (bytes[from] != '{' && bytes[from] != '[') {
      return Outcome.BROKEN;
    }
    event.is(Kind.FRAME, TapeEvent.NO_TIME).bytes(bytes, from, to);
    return Outcome.EVENT;
  }
}
