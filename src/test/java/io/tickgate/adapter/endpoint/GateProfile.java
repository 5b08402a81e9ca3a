package io.tickgate.adapter.endpoint;

import io.tickgate.deliver.ProtocolProfile;
import java.util.Map;
import java.util.Set;

/**
 * As {@link ProtocolProfile}, with a gate that refuses on demand and limits that a test reaches.
 */
public class GateProfile extends ProtocolProfile {
  /** {@code tickgate.publish.max-body-size} in bytes. */
  static final int MAX_BODY = 200_000;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tickgate.publish.max-body-size", String.valueOf(MAX_BODY),
        "tickgate.publish.max-publishers", "2",
        "tickgate.publish.max-message-size", "1000",
        "tickgate.publish.max-rejected", "3",
        "tickgate.publish.pong-timeout", "600ms");
  }

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of(TestGate.class);
  }
}
