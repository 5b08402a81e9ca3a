package io.tickgate.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway needs to be told before it starts. */
class SecurityProducerTest {
  @TempDir Path folder;

  private final SecurityProducer producer = new SecurityProducer();

  private static SecurityConfig config(Map<String, String> values) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(SecurityConfig.class);
    values.forEach(builder::withDefaultValue);
    SmallRyeConfig config = builder.build();
    return config.getConfigMapping(SecurityConfig.class);
  }

  private String fault(Map<String, String> values) {
    SecurityConfig config = config(values);
    Revocations none = new Revocations(InstantSource.system(), 0);
    return assertThrows(
            ConfigurationException.class,
            () -> producer.tokens(config, none, InstantSource.system()))
        .getMessage();
  }

  @Test
  void tokensAreAskedForUnlessSaidOtherwise() {
    assertEquals(SecurityConfig.Auth.REQUIRED, config(Map.of()).auth());
  }

  @Test
  void withoutAKeyTheStartEndsAndSaysWhatToSet() {
    String fault = fault(Map.of());
    assertTrue(fault.contains("tickgate.security.key is not set"), fault);
    assertTrue(fault.contains("PEM") && fault.contains("JWKS"), fault);
    assertTrue(fault.contains("tickgate.security.auth=off"), fault);
  }

  @Test
  void withoutAnIssuerTheStartEndsAndSaysWhatToSet() {
    String fault = fault(Map.of("tickgate.security.key", TokenMint.sharedKey()));
    assertTrue(fault.contains("tickgate.security.issuer is not set"), fault);
  }

  @Test
  void aKeyThatIsNotThereIsNamed() {
    String gone = folder.resolve("gone.pem").toString();
    String fault =
        fault(Map.of("tickgate.security.key", gone, "tickgate.security.issuer", "someone"));
    assertTrue(fault.contains("tickgate.security.key") && fault.contains(gone), fault);
  }
}
