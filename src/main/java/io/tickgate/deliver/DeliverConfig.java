package io.tickgate.deliver;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Limits and timing of client sessions. */
@ConfigMapping(prefix = "tickgate.deliver")
public interface DeliverConfig {
  /** Silence after which a heartbeat goes out; clients call a link dead after two of them. */
  @WithDefault("1s")
  Duration heartbeat();

  /** Symbols and globs that one connection may subscribe to. */
  @WithDefault("1000")
  int maxSubscriptions();

  /**
   * Symbols times channels that the subscriptions of one connection may cover together: a glob
   * counts once above, but costs a cursor of some 400 bytes for each symbol.
   */
  @WithDefault("20000")
  int maxCursors();

  /**
   * Requests a second of one connection, on average. A request that matches many names against
   * globs or opens many cursors counts as several.
   */
  @WithDefault("50")
  int maxMessagesPerSecond();

  /** Largest request. Four times as much still gets an answer; beyond, the connection ends. */
  @WithDefault("65536")
  MemorySize maxMessageSize();

  /** Connections of the node, WebSocket and SSE together; more get 503. */
  @WithDefault("20000")
  int maxConnections();

  /**
   * About how much data one turn of a session writes. What was handed to the kernel can't be merged
   * any more, so less is fresher; more means fewer system calls.
   */
  @WithDefault("32768")
  MemorySize maxFrameSize();

  /**
   * Bytes of all connections together that the kernel hasn't taken yet. Beyond, a connection with
   * more than a frame of them that gets another answer is cut off with 4000.
   */
  @WithDefault("256M")
  MemorySize maxOutstanding();

  /**
   * Send buffer of a connection in the kernel. Left alone, Linux grows it to megabytes: minutes of
   * old news for a slow phone.
   */
  @WithDefault("65536")
  MemorySize sendBuffer();

  /**
   * Bytes that may wait in the kernel before they are sent (TCP_NOTSENT_LOWAT), where the native
   * transport is there. What waits can't be merged any more; less than a frame would only cost
   * wake-ups.
   */
  @WithDefault("32768")
  MemorySize notSentLowWater();

  /**
   * What a client gets that offers permessage-deflate. {@code shared}: each message is deflated for
   * itself, once for all who get the same, with no memory a connection. {@code connection}: a
   * window a connection for the best ratio, at 262 kB and a deflater run for each client and
   * message, while {@code compression-memory} lasts; beyond it {@code shared}. {@code off}: no
   * compression.
   */
  @WithDefault("shared")
  CompressionSettings.Mode compression();

  /** Level of deflate, 1 to 9. Unset: 6 for what is shared, 1 for a connection's own window. */
  OptionalInt compressionLevel();

  /**
   * Data messages of fewer bytes go plain. Unset: 256 for what is shared, where one quote alone
   * shrinks by a quarter only; 64 for a connection's own window, where it shrinks to a third.
   */
  Optional<MemorySize> compressionThreshold();

  /** Memory of the node for windows of connections; none is taken in mode {@code shared}. */
  @WithDefault("64M")
  MemorySize compressionMemory();

  /** A client that takes no byte for so long is cut off with 4000. */
  @WithDefault("30s")
  Duration stallTimeout();

  /**
   * How old what is on the way to a slow client may be: bytes without a receipt (a pong) are
   * limited to what the client reads in that time.
   */
  @WithDefault("100ms")
  Duration delayTarget();

  /** A client that sends no pong for so long is cut off with 4002. */
  @WithDefault("60s")
  Duration pongTimeout();
}
