package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compression switched off: offers are declined. */
@QuarkusTest
@TestProfile(NoCompressionTest.Profile.class)
class NoCompressionTest extends CompressionContract {
  /** No compression; and traces, for {@link TracesTest}, which go to a queue at once. */
  public static class Profile extends ProtocolProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "tickgate.deliver.compression", "off",
          "quarkus.otel.sdk.disabled", "false",
          "quarkus.otel.simple", "true");
    }
  }

  @Override
  String mode() {
    return "off";
  }

  @Test
  void offerIsDeclined() throws IOException {
    try (DeflateSocket client = new DeflateSocket(PMD + "; client_max_window_bits")) {
      assertEquals(101, client.status());
      assertEquals(List.of(), client.answers());
      assertEquals(
          "{\"mode\":\"off\"}", client.read("welcome").json().path("compression").toString());
    }
  }
}
