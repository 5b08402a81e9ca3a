package io.tickgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tickgate.relay.RelaySettings;
import io.tickgate.relay.Role;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayConfigTest {
  private static SmallRyeConfig config(Map<String, String> keys) {
    return new SmallRyeConfigBuilder()
        .withMapping(RelayConfig.class)
        .withMapping(RoleConfig.class)
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withSources(new PropertiesConfigSource(keys, "test", 500))
        .build();
  }

  private static RelaySettings settings(Map<String, String> keys) {
    return config(keys).getConfigMapping(RelayConfig.class).settings(Role.SERVE);
  }

  @Test
  void nodeIsAllByItself() {
    assertEquals(Role.ALL, config(Map.of()).getConfigMapping(RoleConfig.class).role());
    Map<String, String> ingest = Map.of("tickgate.role", "ingest");
    assertEquals(Role.INGEST, config(ingest).getConfigMapping(RoleConfig.class).role());
  }

  @Test
  void roleWithoutABrokerIsRefused() {
    var fault = assertThrows(IllegalArgumentException.class, () -> settings(Map.of()));
    assertEquals(
        "tickgate.relay.bootstrap-servers: missing; tickgate.role=serve needs a Kafka broker",
        fault.getMessage());
  }

  @Test
  void brokerOfTheMessagingChannelServesToo() {
    assertEquals("k:9092", settings(Map.of("kafka.bootstrap.servers", "k:9092")).servers());
  }

  @Test
  void clientsGetWhateverElseIsSaid() {
    RelaySettings settings =
        settings(
            Map.of(
                "tickgate.relay.bootstrap-servers",
                "k:9092",
                "tickgate.relay.kafka.\"security.protocol\"",
                "SSL"));
    assertEquals(Map.of("security.protocol", "SSL"), settings.kafka());
  }

  @ParameterizedTest
  @CsvSource({
    "lease, 2s",
    "backlog, 20s",
    "partitions, 0",
    "replication, -1",
    "topics, a b",
    "linger, 0s",
    "batch-size, 1",
    "buffer, 1K",
    "max-record, 1K",
    "marks-interval, 1ms",
    "beat, 1ms",
    "closed-bars, -1",
  })
  void valueThatCannotBeNamesItsKey(String key, String value) {
    Map<String, String> keys = new HashMap<>();
    keys.put("tickgate.relay.bootstrap-servers", "k:9092");
    keys.put("tickgate.relay." + key, value);
    var fault = assertThrows(IllegalArgumentException.class, () -> settings(keys));
    assertTrue(
        String.valueOf(fault.getMessage()).startsWith("tickgate.relay." + key + ": "),
        fault.getMessage());
  }
}
