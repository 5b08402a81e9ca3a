package io.tickgate.deliver.edge;

import io.netty.buffer.ByteBuf;

/** Hears what a client says, whole messages in their order, on the loop of its connection. */
public interface MessageListener {
  /** A text message, which is UTF-8, or a binary one. The bytes are the caller's. */
  void onMessage(ByteBuf message, boolean binary);

  /** A pong, asked for or not. The bytes are the caller's. */
  default void onPong(ByteBuf payload) {}

  /** The client is told goodbye for what it did: nothing may go out any more. */
  default void onRefused() {}
}
