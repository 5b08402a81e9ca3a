package io.tickgate.deliver.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that would let nobody in end the start. */
class EdgeChecksTest {
  private static EdgeConfig config(String key, String value) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(EdgeConfig.class)
            .withDefaultValue("tickgate.edge." + key, value)
            .build();
    return config.getConfigMapping(EdgeConfig.class);
  }

  @Test
  void defaultsAreFine() {
    EdgeChecks.check(config("max-fragments", "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-connections-per-address",
        "max-connections-per-subject",
        "connects-per-second-per-address",
        "connects-per-second",
        "max-fragments",
        "max-pings-per-second"
      })
  void aLimitOfNoneIsNamed(String key) {
    for (String value : new String[] {"0", "-1"}) {
      EdgeConfig config = config(key, value);
      assertEquals(
          "tickgate.edge." + key + ": " + value + " is not above 0",
          assertThrows(IllegalArgumentException.class, () -> EdgeChecks.check(config))
              .getMessage());
    }
  }

  @Test
  void aDeadlineOfNoTimeIsNamed() {
    EdgeConfig config = config("handshake-timeout", "0s");
    assertEquals(
        "tickgate.edge.handshake-timeout: 0 is not above 0",
        assertThrows(IllegalArgumentException.class, () -> EdgeChecks.check(config)).getMessage());
  }
}
