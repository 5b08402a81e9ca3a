package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.market.Channel;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.Fragment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message that is being put together: elements of one type and channel, or a notice that has its
 * place among them. Used again and again by one loop.
 */
final class DataMessage {
  private static final Fragment EMPTY = new Fragment(new byte[0], 0);

  private Encoding encoding = Encoding.JSON;
  private boolean snapshot;
  private @Nullable Channel channel;
  private byte[] open = {};
  private Fragment[] fragments = new Fragment[16];
  private long[] prevs = new long[16];
  private int size;
  private int length; // of the elements
  private int hash;

  /** Becomes a message without elements yet. */
  void start(Encoding messageEncoding, boolean isSnapshot, Channel messageChannel) {
    clear();
    encoding = messageEncoding;
    snapshot = isSnapshot;
    channel = messageChannel;
    open = encoding.open(isSnapshot, messageChannel);
    hash = messageChannel.ordinal() * 2 + (isSnapshot ? 1 : 0);
  }

  /** Becomes a notice. */
  void start(byte[] notice) {
    clear();
    channel = null;
    open = notice;
  }

  /** Whether elements of that kind belong here. */
  boolean takes(boolean isSnapshot, Channel elementChannel) {
    return channel == elementChannel && snapshot == isSnapshot;
  }

  /** Adds an element and returns by how many bytes the message grew. */
  int add(Fragment fragment, long prev) {
    if (size == fragments.length) {
      fragments = Arrays.copyOf(fragments, size * 2);
      prevs = Arrays.copyOf(prevs, size * 2);
    }
    fragments[size] = fragment;
    prevs[size++] = prev;
    hash = (hash * 31 + System.identityHashCode(fragment)) * 31 + Long.hashCode(prev);
    int grown = encoding.length(fragment, prev);
    length += grown;
    return grown;
  }

  /** Whether it is a notice, which is for one client alone. */
  boolean isNotice() {
    return channel == null;
  }

  /** Bytes of the whole message. */
  int length() {
    if (channel == null) {
      return open.length;
    }
    int separators = (size - 1) * encoding.separatorLength();
    return open.length + length + separators + encoding.closeLength();
  }

  /** Writes the whole message. */
  void write(ByteBuf out) {
    out.writeBytes(open);
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        encoding.separator(out);
      }
      encoding.element(fragments[i], prevs[i], out);
    }
    if (channel != null) {
      encoding.close(out);
    }
  }

  /** Forgets its elements, so that nothing is held between turns. */
  void clear() {
    Arrays.fill(fragments, 0, size, EMPTY);
    size = 0;
    length = 0;
    hash = 0;
  }

  /** What tells this message from others: the same key, the same bytes. */
  Key key() {
    return new Key(this);
  }

  int contentHash() {
    return hash;
  }

  /** The content of a message, for as long as others may be the same. */
  static final class Key {
    private final Encoding encoding;
    private final boolean snapshot;
    private final @Nullable Channel channel;
    private final Fragment[] fragments;
    private final long[] prevs;
    private final int hash;

    private Key(DataMessage message) {
      encoding = message.encoding;
      snapshot = message.snapshot;
      channel = message.channel;
      fragments = Arrays.copyOf(message.fragments, message.size);
      prevs = Arrays.copyOf(message.prevs, message.size);
      hash = message.hash;
    }

    int hash() {
      return hash;
    }

    /** Whether the message is the same: the very fragments, in that order, with those prevs. */
    boolean matches(DataMessage message) {
      if (hash != message.hash
          || fragments.length != message.size
          || encoding != message.encoding
          || channel != message.channel
          || snapshot != message.snapshot) {
        return false;
      }
      for (int i = 0; i < fragments.length; i++) {
        if (fragments[i] != message.fragments[i] || prevs[i] != message.prevs[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
