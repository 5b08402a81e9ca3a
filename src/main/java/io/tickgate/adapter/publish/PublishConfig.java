package io.tickgate.adapter.publish;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Publishing ticks into the gateway: what is open, and its bounds. */
@ConfigMapping(prefix = "tickgate.publish")
public interface PublishConfig {
  /**
   * Whether {@code /v1/ingest} and {@code /v1/publish} are there. The channel {@code feed} is there
   * when a connector is configured for it.
   */
  @WithDefault("true")
  boolean enabled();

  /** Connections that publish at a time; more get 503. Each may hold a message in memory. */
  @WithDefault("256")
  int maxPublishers();

  /** Largest line or message: a book of some 2,500 levels a side. */
  @WithDefault("131072")
  MemorySize maxMessageSize();

  /** Largest body of a request, as it comes over the wire. Unset: it may go on for ever. */
  Optional<MemorySize> maxBodySize();

  /**
   * A body that brings no complete line for so long is ended with 408, however regularly its bytes
   * come, for it holds one of {@code max-publishers}. An empty line keeps a quiet one open.
   */
  @WithDefault("2m")
  Duration lineTimeout();

  /** Venues that publishers make; each is a feed with its meters and its place in heartbeats. */
  @WithDefault("32")
  int maxVenues();

  /** Symbols that publishers make, of all venues together. */
  @WithDefault("10000")
  int maxSymbols();

  /** Rejections that one answer tells with their reasons; of the rest it tells how many. */
  @WithDefault("100")
  int maxRejected();

  /** A venue is stale when it has no connected publisher and nothing came for so long. */
  @WithDefault("30s")
  Duration staleAfter();

  /** A connection of {@code /v1/publish} that sends no pong for so long is closed with 4002. */
  @WithDefault("60s")
  Duration pongTimeout();

  /**
   * Venues of the gateway's own feeds that publishers may write nevertheless. By default they may
   * write none of them, whatever their token says.
   */
  Optional<Set<String>> sharedVenues();

  /** Messages of the channel that were rejected and are kept to be looked at. */
  @WithDefault("100")
  int deadLetters();

  /**
   * Messages of the channel that wait to be taken, where the broker doesn't wait to be asked
   * (MQTT). At one more those published at QoS 0 are given up, and where that makes no room for one
   * at QoS 1 or 2, all that wait. The default is as many as a broker may send without an
   * acknowledgement (65,535), so only what is published at QoS 0 can be lost by their number.
   */
  @WithDefault("65536")
  int backlog();

  /**
   * Bytes of those messages, in the same way. The default is what a node of half a gigabyte can
   * spare; a broker's window of 20 messages (mosquitto) of the largest kind is less than a tenth of
   * it, so what is published at QoS 1 or 2 isn't lost unless the broker is told to send much more
   * at once.
   */
  @WithDefault("32M")
  MemorySize backlogSize();

  /** The same, checked. */
  default PublishLimits limits() {
    return new PublishLimits(
        Math.toIntExact(maxMessageSize().asLongValue()),
        maxPublishers(),
        maxVenues(),
        maxSymbols(),
        maxRejected(),
        staleAfter().toMillis(),
        lineTimeout().toMillis());
  }
}
