package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.wire.CloseCode;

/** The way to one client: a WebSocket or a stream of server-sent events. Used on its loop only. */
interface Transport {
  byte[] NOTHING = {};

  /** Most bytes that {@link #frame} adds to a message. */
  int overhead();

  /** Starts a message of that many bytes in {@code out}. */
  void frame(ByteBuf out, int length);

  /** Ends a message in {@code out}. */
  void endFrame(ByteBuf out);

  /** What stands before the last message of a turn that wrote data; usually {@link #NOTHING}. */
  byte[] lastMark(Session session);

  /** Room for a write of that many bytes. */
  ByteBuf buffer(int capacity);

  /**
   * Writes and flushes framed messages; {@code done} runs on the loop when the kernel took them.
   */
  void write(ByteBuf frames, Runnable done);

  /** Bytes written to the transport that the kernel hasn't taken yet. */
  long unsent();

  /** Bytes of a ping, 0 where the transport has none. */
  int pingLength();

  /** Writes a ping with that number into {@code out}; the peer's pong brings the number back. */
  void ping(ByteBuf out, int number);

  /** Says goodbye with that code and closes. */
  void close(CloseCode code);

  /** The peer's address, for operators. */
  String address();
}
