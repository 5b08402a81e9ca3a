package io.tickgate.deliver.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits that hold before a client is a session. Rates have a burst of twice a second's worth. */
@ConfigMapping(prefix = "tickgate.edge")
public interface EdgeConfig {
  /**
   * Connections from one address (IPv6: one /64), WebSocket and SSE together; more get 429. Half of
   * a node by default: behind a proxy that forwards no addresses all clients have one.
   */
  @WithDefault("10000")
  int maxConnectionsPerAddress();

  /** Connections of one token subject; more are refused. */
  @WithDefault("1000")
  int maxConnectionsPerSubject();

  /**
   * New connections a second from one address; more get 429. About the TLS handshakes that one core
   * does, so that one client can't keep the others from coming.
   */
  @WithDefault("1000")
  int connectsPerSecondPerAddress();

  /** New connections a second in all; more get 503. */
  @WithDefault("4000")
  int connectsPerSecond();

  /**
   * Time for a connection to send its request up to the end of the head, TLS handshake included;
   * then it is closed, however regularly bytes come.
   */
  @WithDefault("10s")
  Duration handshakeTimeout();

  /** Fragments of one message; more end the connection with 1009. */
  @WithDefault("1024")
  int maxFragments();

  /**
   * Pings a second that are answered, of one connection. Those beyond go unanswered, which RFC 6455
   * section 5.5.3 allows; 200 of them in a row end the connection with 4502.
   */
  @WithDefault("50")
  int maxPingsPerSecond();
}
