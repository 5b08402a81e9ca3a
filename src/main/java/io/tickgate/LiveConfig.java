package io.tickgate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.adapter.live.UplinkSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Connections to venues, of all feeds of type {@code live}. */
@ConfigMapping(prefix = "tickgate.live")
public interface LiveConfig {
  /** For a connection, and as much again for its handshake. */
  @WithDefault("10s")
  Duration connectTimeout();

  /** Longest wait between two attempts to connect; each is drawn from nothing to a limit. */
  @WithDefault("30s")
  Duration maxBackoff();

  /**
   * How old a book may get where nothing would tell that it is wrong: Coinbase Exchange and
   * Bitstamp number no changes, and Kraken's checksums are of the best 10 levels. Then its snapshot
   * is taken anew, one symbol after the other. A snapshot of a large market is a megabyte.
   */
  @WithDefault("10m")
  Duration renewBooks();

  /**
   * Largest message and REST answer; a larger one ends its connection. The whole book of a large
   * market is a few MB.
   */
  @WithDefault("16M")
  MemorySize maxMessageSize();

  /**
   * Whether permessage-deflate is offered to venues. Off: it costs CPU here, and what a message
   * inflates to is bounded a frame only before it is inflated.
   */
  @WithDefault("false")
  boolean compression();

  /**
   * PEM files of the certificates, or of those who sign them, that are trusted in place of the
   * JVM's: for a venue of one's own, or a proxy that ends TLS.
   */
  Optional<List<Path>> trustCertificates();

  /** How the gateway names itself to venues. */
  @WithDefault("tickgate")
  String userAgent();

  /**
   * The same for the sockets, checked.
   *
   * @throws IllegalArgumentException naming the key that is wrong
   */
  default UplinkSettings uplink() {
    List<Path> trusted = trustCertificates().orElse(List.of());
    trusted.forEach(LiveConfig::check);
    return new UplinkSettings(
        Math.toIntExact(connectTimeout().toMillis()),
        Math.toIntExact(maxMessageSize().asLongValue()),
        compression(),
        userAgent(),
        trusted);
  }

  private static void check(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return;
      }
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "tickgate.live.trust-certificates: '" + file + "': " + e, e);
    }
    throw new IllegalArgumentException(
        "tickgate.live.trust-certificates: '" + file + "' holds no certificate");
  }
}
