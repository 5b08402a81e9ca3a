package io.tickgate.cli;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The gateway of this machine, as far as the configuration that is found here tells. */
final class LocalGateway {
  private static final Set<String> ANY = Set.of("", "0.0.0.0", "::");

  private LocalGateway() {}

  /**
   * Where it may listen. Without plain http first where that is off; after it all the same, since
   * what opens it may be an argument of the gateway's own process.
   */
  static List<URI> addresses() {
    return addresses(ConfigProvider.getConfig());
  }

  static List<URI> addresses(Config config) {
    String named = text(config, "quarkus.http.host", "");
    String host = ANY.contains(named) ? "localhost" : named;
    URI plain = URI.create("http://" + host + ":" + text(config, "quarkus.http.port", "8080"));
    URI secure =
        URI.create("https://" + host + ":" + text(config, "quarkus.http.ssl-port", "8443"));
    boolean open =
        text(config, "quarkus.http.insecure-requests", "enabled").equalsIgnoreCase("enabled");
    return open ? List.of(plain) : List.of(secure, plain);
  }

  private static String text(Config config, String key, String otherwise) {
    return config.getOptionalValue(key, String.class).orElse(otherwise);
  }
}
