package io.tickgate.adapter.live;

import java.nio.file.Path;
import java.util.List;

/**
 * How sockets to venues are made.
 *
 * @param connectMillis for the connection; as much again for the handshake
 * @param maxMessageBytes of a message or a REST answer; a longer one ends its connection
 * @param compression whether permessage-deflate is offered
 * @param userAgent as venues see it
 * @param trusted PEM files of the certificates that are trusted; empty for the JVM's
 */
public record UplinkSettings(
    int connectMillis,
    int maxMessageBytes,
    boolean compression,
    String userAgent,
    List<Path> trusted) {
  /** Copies what can change. */
  public UplinkSettings {
    trusted = List.copyOf(trusted);
  }
}
