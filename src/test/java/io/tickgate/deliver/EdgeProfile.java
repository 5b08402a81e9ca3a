package io.tickgate.deliver;

import java.util.HashMap;
import java.util.Map;

/** As {@link ProtocolProfile}, with limits at the edge that one machine reaches in seconds. */
public class EdgeProfile extends ProtocolProfile {
  static final int PER_ADDRESS = 40;

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("tickgate.diagnostics.echo", "true");
    overrides.put("tickgate.admin.enabled", "true");
    overrides.put("tickgate.edge.max-connections-per-address", "" + PER_ADDRESS);
    overrides.put("tickgate.edge.connects-per-second-per-address", "10000");
    overrides.put("tickgate.edge.connects-per-second", "10000");
    overrides.put("tickgate.edge.max-fragments", "64");
    overrides.put("tickgate.edge.max-pings-per-second", "20");
    overrides.put("tickgate.edge.handshake-timeout", "400ms");
    overrides.put("tickgate.deliver.max-cursors", "700");
    overrides.put("tickgate.deliver.max-message-size", "200000");
    return overrides;
  }
}
