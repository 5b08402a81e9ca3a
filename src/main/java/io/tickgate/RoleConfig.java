package io.tickgate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import io.tickgate.relay.Role;

/** What this node does. */
@ConfigMapping(prefix = "tickgate.role")
public interface RoleConfig {
  /**
   * {@code all}: everything, alone. {@code ingest}: runs feeds and sends what they bring to Kafka.
   * {@code serve}: takes it from there and serves clients.
   */
  @WithParentName
  @WithDefault("all")
  Role role();
}
