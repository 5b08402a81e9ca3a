package io.tickgate.relay;

import io.tickgate.market.FeedState;
import io.tickgate.market.codec.BinaryReader;
import io.tickgate.market.codec.BinaryWriter;
import java.util.Arrays;

/**
 * A value in the topic of feeds, whose key is the feed's id; of a hello, the node's name.
 *
 * <pre>
 *   CLAIM     the node writes the feed from here on; its term is the offset of this record, and 1
 *   BEAT      it still does: its life, the feed's state and why
 *   RELEASE   it doesn't any more, and leaves the feed to whoever wants it
 *   HELLO     an ingesting node looks whether what it writes can be read
 * </pre>
 *
 * @param node who says it
 * @param life 0 in a claim
 */
record FeedWord(Kind kind, String node, long life, FeedState state, String reason) {
  enum Kind {
    CLAIM,
    BEAT,
    RELEASE,
    HELLO
  }

  private static final int VERSION = 1;
  private static final Kind[] KINDS = Kind.values();
  private static final FeedState[] STATES = FeedState.values();

  static FeedWord claim(String node) {
    return new FeedWord(Kind.CLAIM, node, Life.NONE, FeedState.DOWN, "");
  }

  static FeedWord hello(String node) {
    return new FeedWord(Kind.HELLO, node, Life.NONE, FeedState.DOWN, "");
  }

  byte[] toBytes() {
    BinaryWriter out = new BinaryWriter();
    out.octet(VERSION);
    out.octet(kind.ordinal());
    out.text(node);
    out.whole(life);
    out.octet(state.ordinal());
    out.text(reason);
    return Arrays.copyOf(out.bytes(), out.length());
  }

  /** Reads one; {@link IllegalArgumentException} when the bytes aren't. */
  static FeedWord of(byte[] bytes) {
    BinaryReader in = new BinaryReader();
    in.wrap(bytes, 0, bytes.length);
    int version = in.octet();
    int kind = in.octet();
    String node = String.valueOf(in.text());
    long life = in.whole();
    int state = in.octet();
    if (version != VERSION || kind >= KINDS.length || state >= STATES.length || life < 0) {
      throw new IllegalArgumentException("not a word of version " + VERSION);
    }
    return new FeedWord(KINDS[kind], node, life, STATES[state], String.valueOf(in.text()));
  }

  /** The term that it tells, as the record of that offset. */
  long term(long offset) {
    return kind == Kind.CLAIM ? offset + 1 : Life.term(life);
  }
}
