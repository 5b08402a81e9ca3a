package io.tickgate.adapter.venue.okx;

import io.tickgate.adapter.venue.BookState;
import io.tickgate.market.Symbol;

/**
 * What the decoder keeps of one instrument. Its book belongs to the channel that its snapshot came
 * on; channels with changes win over books5, which has snapshots only.
 */
final class OkxInstrument extends BookState {
  /** The venue told no id; those it tells aren't negative. */
  static final long NO_SEQ_ID = -1;

  private OkxChannel bookChannel = OkxChannel.OTHER;
  private long seqId = NO_SEQ_ID;

  OkxInstrument(Symbol symbol) {
    super(symbol);
  }

  /** A snapshot of the book came on that channel. */
  void start(OkxChannel channel, long snapshotSeqId) {
    bookChannel = channel;
    seqId = snapshotSeqId;
  }

  /** Whether the book is that of another channel than this one. */
  boolean isOfOther(OkxChannel channel) {
    return synced() && bookChannel != channel;
  }

  /**
   * Whether a change follows the message before. Ids are no counter: they jump, stay the same in a
   * keep-alive, and may restart lower after maintenance, so only equality tells.
   */
  boolean follows(long prevSeqId) {
    return seqId == NO_SEQ_ID || prevSeqId == seqId;
  }

  void advanceTo(long changeSeqId) {
    seqId = changeSeqId;
  }
}
