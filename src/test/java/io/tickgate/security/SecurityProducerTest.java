package io.tickgate.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "key, https://no host/, is not an address",
    "key, http://keys.example/jwks.json, is not https",
    "max-token-size, 0, is not 1 to",
    "max-token-size, 2M, is not 1 to",
    "max-waiting-tokens, 0, is not 1 to",
    "max-waiting-tokens, -1, is not 1 to",
    "max-revocations, -1, is not 0 to",
    "auth-deadline, 0s, is not above 0",
    "auth-deadline, -5s, is below 0",
    "expiry-notice, -1s, is below 0",
    "clock-skew, -10s, is below 0",
    "key-refresh, 59s, is below a minute",
    "allowed-origins, desk.example, is no origin",
    "allowed-origins, https://desk.example/, is no origin",
    "allowed-origins, https://Desk.example, is no origin",
  })
  void aValueThatCantBeMeantEndsTheStartAndNamesItsKey(String key, String value, String what) {
    Map<String, String> values = new HashMap<>();
    values.put("tickgate.security.key", TokenMint.sharedKey());
    values.put("tickgate.security.issuer", "someone");
    values.put("tickgate.security." + key, value);
    String fault = fault(values);
    assertTrue(fault.startsWith("tickgate.security." + key + ": "), fault);
    assertTrue(fault.contains(what), fault);
  }

  @ParameterizedTest
  @CsvSource({
    "auth, maybe",
    "clock-skew, soon",
    "max-token-size, many",
    "max-revocations, 1e9",
    "audience, ''"
  })
  void aValueOfTheWrongTypeNamesItsKey(String key, String value) {
    String fault =
        assertThrows(
                RuntimeException.class, () -> config(Map.of("tickgate.security." + key, value)))
            .getMessage();
    assertTrue(fault.contains("tickgate.security." + key), fault);
  }

  @Test
  void aFileThatHoldsNoKeyIsNamed() throws IOException {
    for (String content : List.of("", "{}", "{\"keys\":[]}", "-----BEGIN NOTHING-----")) {
      String file = Files.writeString(folder.resolve("odd"), content).toString();
      String fault =
          fault(Map.of("tickgate.security.key", file, "tickgate.security.issuer", "someone"));
      assertTrue(fault.startsWith("tickgate.security.key: " + file + " holds n"), fault);
    }
  }

  @Test
  void valuesAreCheckedWhereNoTokensAreAskedFor() {
    String fault =
        fault(Map.of("tickgate.security.auth", "off", "tickgate.security.auth-deadline", "0s"));
    assertTrue(fault.startsWith("tickgate.security.auth-deadline: "), fault);
  }
}
