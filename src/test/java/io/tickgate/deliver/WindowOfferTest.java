package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/** Offers to a server that keeps a window a connection where it may. */
@QuarkusTest
@TestProfile(WindowOfferTest.Profile.class)
class WindowOfferTest extends DeflateOfferCases {
  /** Memory for all of them. */
  public static class Profile extends ProtocolProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("tickgate.deliver.compression", "connection");
    }
  }
}
