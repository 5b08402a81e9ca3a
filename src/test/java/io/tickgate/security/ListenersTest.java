package io.tickgate.security;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a gateway refuses to start with, and that it says what to do. */
class ListenersTest {
  private static final TlsConfigurationRegistry NO_CERTIFICATE =
      new TlsConfigurationRegistry() {
        @Override
        public Optional<TlsConfiguration> get(String name) {
          return Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
          return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {}
      };

  private static Listeners listeners(
      Optional<InsecureRequests> plain, boolean forwarded, Optional<String> trusted) {
    return new Listeners(NO_CERTIFICATE, plain, Optional.empty(), forwarded, trusted);
  }

  private static String refusal(Listeners listeners) {
    return assertThrows(ConfigurationException.class, () -> listeners.onStart(new StartupEvent()))
        .getMessage();
  }

  @Test
  void withoutAPortItNamesTheKeysOfTheCertificate() {
    String said =
        refusal(listeners(Optional.of(InsecureRequests.DISABLED), false, Optional.empty()));
    assertTrue(said.contains("quarkus.tls.key-store.pem.0.cert"), said);
    assertTrue(said.contains("quarkus.http.insecure-requests=enabled"), said);
  }

  @Test
  void aProxyThatAnybodyCouldBeIsRefused() {
    String said = refusal(listeners(Optional.empty(), true, Optional.empty()));
    assertTrue(said.contains("quarkus.http.proxy.trusted-proxies"), said);
  }

  @Test
  void plainHttpIsFineWhereItIsAskedFor() {
    Listeners asked =
        listeners(Optional.of(InsecureRequests.ENABLED), true, Optional.of("10.0.0.0/8"));
    assertDoesNotThrow(() -> asked.onStart(new StartupEvent()));
  }
}
