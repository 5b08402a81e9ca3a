package io.tickgate.deliver;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * How clients are sent away before the node stops. The grace period of whatever stops it has to be
 * longer than both together, by two seconds for connections to close and what the JVM takes.
 */
@ConfigMapping(prefix = "tickgate.drain")
public interface DrainConfig {
  /**
   * How long the node is not ready and takes no newcomers before the first client is sent away: as
   * long as load balancers take to notice, so that those who come back find another node.
   */
  @WithDefault("0s")
  Duration delay();

  /**
   * Clients are sent away one after the other within this time, and told when it will be. A client
   * that comes back costs some 3 ms of CPU where it comes back to: thousands at once would be a
   * storm.
   */
  @WithDefault("5s")
  Duration window();
}
