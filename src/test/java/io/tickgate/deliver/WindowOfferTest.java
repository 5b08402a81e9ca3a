package io.tickgate.deliver;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

/** Offers to a server that keeps a window a connection where it may. */
@QuarkusTest
@TestProfile(ConnectionCompressionTest.Profile.class)
class WindowOfferTest extends DeflateOfferCases {
  @Inject Sessions sessions;

  /** Connections of the test before give their windows back when their end is seen. */
  @BeforeEach
  void awaitFreeWindows() {
    Scale.await("no windows held", () -> sessions.stats().windows.get() == 0);
  }
}
