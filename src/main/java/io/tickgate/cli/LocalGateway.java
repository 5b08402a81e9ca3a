package io.tickgate.cli;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** The gateway of this machine, as far as the configuration that is found here tells. */
final class LocalGateway {
  private static final Set<String> ANY = Set.of("", "0.0.0.0", "::");

  private LocalGateway() {}

  /**
   * Where it may listen, plain http first where it is on. The other all the same, since what opens
   * or closes one may be an argument of the gateway's own process.
   */
  static List<URI> addresses() {
    return addresses(configuration(System.getenv()));
  }

  /**
   * What a gateway would read here: environment, {@code config/application.properties}, what was
   * packaged. The configuration of Quarkus is there only in a process that starts it.
   */
  static Config configuration(Map<String, String> environment) {
    String profile = environment.getOrDefault("QUARKUS_PROFILE", "prod");
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addSystemSources()
            .withProfiles(List.of(System.getProperty("quarkus.profile", profile).split(",")));
    Path beside = Path.of("config", "application.properties");
    URL packaged = LocalGateway.class.getResource("/application.properties");
    try {
      if (Files.isReadable(beside)) {
        builder.withSources(new PropertiesConfigSource(beside.toUri().toURL(), 260));
      }
      if (packaged != null) {
        builder.withSources(new PropertiesConfigSource(packaged, 250));
      }
    } catch (IOException e) {
      throw new CommandFault(beside + ": cannot be read: " + e.getMessage());
    }
    return builder.build();
  }

  static List<URI> addresses(Config config) {
    String named = text(config, "quarkus.http.host", "");
    String host =
        ANY.contains(named) ? "localhost" : named.contains(":") ? bracketed(named) : named;
    URI plain = URI.create("http://" + host + ":" + text(config, "quarkus.http.port", "8080"));
    URI secure =
        URI.create("https://" + host + ":" + text(config, "quarkus.http.ssl-port", "8443"));
    boolean open =
        text(config, "quarkus.http.insecure-requests", "enabled").equalsIgnoreCase("enabled");
    return open ? List.of(plain, secure) : List.of(secure, plain);
  }

  /** As URLs have an address of IPv6 (RFC 3986, section 3.2.2). */
  private static String bracketed(String address) {
    return address.startsWith("[") ? address : "[" + address + "]";
  }

  private static String text(Config config, String key, String otherwise) {
    return config.getOptionalValue(key, String.class).orElse(otherwise);
  }
}
