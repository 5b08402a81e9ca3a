package io.tickgate.security;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Checks at the start that there is something to listen on, and whom a proxy's word comes from. */
@Singleton
final class Listeners {
  private static final Logger LOG = Logger.getLogger(Listeners.class);

  private final TlsConfigurationRegistry registry;
  private final Optional<InsecureRequests> plain;
  private final Optional<String> named;
  private final boolean forwarded;
  private final boolean trustsSome;

  Listeners(
      TlsConfigurationRegistry registry,
      @ConfigProperty(name = "quarkus.http.insecure-requests") Optional<InsecureRequests> plain,
      @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> named,
      @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
          boolean forwarded,
      @ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<String> trusted) {
    this.registry = registry;
    this.plain = plain;
    this.named = named;
    this.forwarded = forwarded;
    this.trustsSome = trusted.isPresent();
  }

  /** Before feeds are started: nothing is to be undone then. */
  void onStart(@Observes @Priority(1) StartupEvent event) {
    boolean off = plain.isPresent() && plain.get() != VertxHttpConfig.InsecureRequests.ENABLED;
    if (off && !certified()) {
      throw new ConfigurationException(
          "there is no port to listen on: put a certificate's PEM files to"
              + " quarkus.tls.key-store.pem.0.cert and quarkus.tls.key-store.pem.0.key, or"
              + " quarkus.http.insecure-requests=enabled where a proxy in front ends TLS");
    }
    if (forwarded && !trustsSome) {
      throw new ConfigurationException(
          "quarkus.http.proxy.trusted-proxies is not set: put the addresses of the proxies whose"
              + " X-Forwarded-For counts, since anybody can send one");
    }
    if (!off && !certified()) {
      LOG.info("no certificate: http and ws only");
    }
  }

  private boolean certified() {
    return named.isPresent()
        || registry.getDefault().filter(each -> each.getKeyStoreOptions() != null).isPresent();
  }
}
