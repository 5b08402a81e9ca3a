package io.tickgate.deliver;

import java.util.Map;

/** As {@link ProtocolProfile}, with limits that a test reaches and an operator at work. */
public class OperationProfile extends ProtocolProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tickgate.admin.enabled", "true",
        "tickgate.deliver.max-connections", "3",
        "tickgate.deliver.pong-timeout", "2s",
        "tickgate.deliver.stall-timeout", "60s");
  }
}
