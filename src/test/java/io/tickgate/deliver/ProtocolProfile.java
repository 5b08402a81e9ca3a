package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * The gateway as the protocol tests need it: no feed but {@link TestMarket}, no token required,
 * limits and intervals as the protocol page says.
 */
public class ProtocolProfile implements QuarkusTestProfile {
  @Override
  public String getConfigProfile() {
    return "protocol";
  }
}
