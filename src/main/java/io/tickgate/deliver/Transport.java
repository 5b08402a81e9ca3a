package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import org.jspecify.annotations.Nullable;

/** The way to one client: a WebSocket or a stream of server-sent events. Used on its loop only. */
interface Transport {
  byte[] NOTHING = {};

  /** Most bytes that {@link #frame} adds to a message. */
  int overhead();

  /** Starts a message of that many bytes in {@code out}. */
  void frame(ByteBuf out, int length);

  /** Ends a message in {@code out}. */
  void endFrame(ByteBuf out);

  /**
   * A data message as it goes to this client; the caller owns what it gets and doesn't change it.
   */
  ByteBuf data(DataMessage message, SharedFrames shared);

  /** What the client and we agreed on about compression. */
  Compression compression();

  /** What stands before the last message of a turn that wrote data; usually {@link #NOTHING}. */
  byte[] lastMark(Session session);

  /** Room for a write of that many bytes. */
  ByteBuf buffer(int capacity);

  /**
   * Writes and flushes framed messages, and a ping behind them if there is one; {@code done} runs
   * on the loop when the kernel took them. Takes over the buffers, which others may share: they
   * aren't changed.
   */
  void write(ByteBuf frames, @Nullable ByteBuf ping, Runnable done);

  /** Bytes written to the transport that the kernel hasn't taken yet. */
  long unsent();

  /** Bytes of a ping, 0 where the transport has none. */
  int pingLength();

  /** A ping with that number; the peer's pong brings the number back. */
  ByteBuf ping(int number);

  /** Says goodbye with that code and closes. */
  void close(CloseCode code);

  /** What the client speaks, where messages have that encoding. */
  default Protocol protocol(Encoding encoding) {
    return Protocol.of(encoding);
  }

  /** The peer's address, for operators. */
  String address();
}
