package io.tickgate.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom to speak to, and how patiently.
 *
 * @param uris {@code ws://…/v1/stream} or {@code wss://…}; of several nodes the next one is tried
 *     when one is lost or can't be reached
 * @param token asked for the token of each connection, and for another when that one is about to
 *     expire; gives null where none is needed, and is asked again later when it throws
 * @param maxBackoff longest wait between two attempts; each is drawn from nothing to a limit that
 *     doubles
 * @param tls whom to trust; null for the JDK's own authorities
 */
public record ClientSettings(
    List<URI> uris,
    Supplier<@Nullable String> token,
    Duration maxBackoff,
    @Nullable SSLContext tls) {
  /** As other clients of feeds do: nobody waits longer for a gateway that is back. */
  private static final Duration USUAL_BACKOFF = Duration.ofSeconds(30);

  public ClientSettings {
    uris = List.copyOf(uris);
    if (uris.isEmpty()) {
      throw new IllegalArgumentException("no address");
    }
    for (URI uri : uris) {
      String scheme = uri.getScheme();
      if (uri.getHost() == null || !("ws".equals(scheme) || "wss".equals(scheme))) {
        throw new IllegalArgumentException("'" + uri + "' is no ws or wss address");
      }
    }
  }

  /** A gateway that asks nobody for a token. */
  public static ClientSettings of(URI... uris) {
    return new ClientSettings(List.of(uris), () -> null, USUAL_BACKOFF, null);
  }

  /** The same with a token. */
  public ClientSettings withToken(Supplier<@Nullable String> other) {
    return new ClientSettings(uris, other, maxBackoff, tls);
  }

  /** The same with that longest wait. */
  public ClientSettings withMaxBackoff(Duration other) {
    return new ClientSettings(uris, token, other, tls);
  }

  /** The same, trusting whom that context trusts. */
  public ClientSettings withTls(SSLContext other) {
    return new ClientSettings(uris, token, maxBackoff, other);
  }
}
