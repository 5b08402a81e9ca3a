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

  /**
   * A data message as it goes to this client; the caller owns what it gets and doesn't change it.
   */
  ByteBuf data(DataMessage message, SharedFrames shared);

  /** What the client and we agreed on about compression. */
  Compression compression();

  /** What ends a turn of a session that wrote data; usually {@link #NOTHING}. */
  byte[] turnEnd(Session session);

  /** Room for a write of that many bytes. */
  ByteBuf buffer(int capacity);

  /**
   * Writes and flushes framed messages; {@code done} runs on the loop when the kernel took them.
   */
  void write(ByteBuf frames, Runnable done);

  /** Bytes written to the transport that the kernel hasn't taken yet. */
  long unsent();

  /** Asks the peer for a sign of life, where the transport can. */
  void ping();

  /** Says goodbye with that code and closes. */
  void close(CloseCode code);

  /** The peer's address, for operators. */
  String address();
}
