package io.tickgate.security;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * In dev mode, a self-signed certificate for {@code wss://localhost:8443}, made at the first start
 * by the JDK's own keytool and kept in the build folder. Nothing when a certificate is configured,
 * in other profiles, or where there is no keytool: then there is no TLS.
 */
public final class DevCertificate implements ConfigSourceFactory {
  private static final Path FILE = Path.of("target", "dev-tls", "localhost.p12");

  /** Protects nothing: the key is worth nothing outside of this folder, and is thrown away. */
  private static final String PASSWORD = "localhost";

  /** Above the defaults, below everything that somebody wrote. */
  private static final int ORDINAL = 50;

  private static final int VALID_DAYS = 365;

  private static final List<String> CONFIGURED =
      List.of(
          "quarkus.tls.key-store.pem.0.cert",
          "quarkus.tls.key-store.p12.path",
          "quarkus.tls.key-store.jks.path",
          "quarkus.http.tls-configuration-name");

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    if (!context.getProfiles().contains("dev") || configured(context)) {
      return List.of();
    }
    Path file = FILE.toAbsolutePath();
    if (!fresh(file) && !make(file)) {
      return List.of();
    }
    Map<String, String> keys =
        Map.of(
            "quarkus.tls.key-store.p12.path",
            file.toString(),
            "quarkus.tls.key-store.p12.password",
            PASSWORD);
    return List.of(new PropertiesConfigSource(keys, "tickgate-dev-certificate", ORDINAL));
  }

  private static boolean configured(ConfigSourceContext context) {
    return CONFIGURED.stream().anyMatch(key -> present(context.getValue(key)));
  }

  private static boolean present(@Nullable ConfigValue value) {
    return value != null && value.getValue() != null && !value.getValue().isBlank();
  }

  /** Whether it is there and has a month left to live. */
  private static boolean fresh(Path file) {
    try {
      long age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
      return age < TimeUnit.DAYS.toMillis(VALID_DAYS - 30);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean make(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Process keytool = new ProcessBuilder(command(file)).redirectErrorStream(true).start();
      keytool.getOutputStream().close();
      keytool.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      return keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0;
    } catch (IOException e) {
      return false; // a JRE without keytool, or a folder that can't be written
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static List<String> command(Path file) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "localhost",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=dns:localhost,ip:127.0.0.1,ip:::1",
        "-validity",
        String.valueOf(VALID_DAYS),
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        file.toString());
  }
}
