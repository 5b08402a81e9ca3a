package io.tickgate.security;

import io.tickgate.security.Verdict.Rejected;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token that a request brings: in {@code Authorization} (RFC 6750 section 2.1), or, from
 * browsers that open a WebSocket, among the subprotocols in the form that Quarkus uses.
 *
 * @param token null when there is none
 * @param fault why what there is can't be a token; null when there is nothing wrong
 */
record Credentials(@Nullable String token, @Nullable Rejected fault) {
  private static final String CARRIER = "bearer-token-carrier";
  private static final String HEADER_CARRIER = "quarkus-http-upgrade#authorization#";
  private static final String SCHEME = "bearer ";

  /** Addresses end up in logs and histories (RFC 6750 section 5.3). */
  private static final Set<String> QUERY_NAMES =
      Set.of("token", "access_token", "bearer_token", "id_token", "jwt", "authorization", "auth");

  static Credentials of(HttpServerRequest request) {
    for (String name : request.params().names()) {
      if (QUERY_NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        return bad("a token in an address ends up in logs: send it in a header, or with op auth");
      }
    }
    List<String> found = new ArrayList<>();
    MultiMap headers = request.headers();
    found.addAll(headers.getAll("Authorization"));
    boolean carried = false;
    for (String line : headers.getAll("Sec-WebSocket-Protocol")) {
      for (String offer : line.split(",", -1)) {
        String protocol = offer.trim();
        carried |= protocol.equals(CARRIER);
        if (protocol.toLowerCase(Locale.ROOT).startsWith(HEADER_CARRIER)) {
          found.add(decoded(protocol.substring(HEADER_CARRIER.length())));
        }
      }
    }
    if (found.isEmpty()) {
      return carried ? bad(CARRIER + " without a token beside it") : new Credentials(null, null);
    }
    return found.size() == 1 ? bearer(found.get(0)) : bad("more than one token");
  }

  private static Credentials bearer(String header) {
    if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return bad("the Authorization header isn't a Bearer token");
    }
    String token = header.substring(SCHEME.length()).trim();
    return token.isEmpty() ? bad("the Bearer token is empty") : new Credentials(token, null);
  }

  /** As escaped in a subprotocol; nothing that can be a token when it isn't escaped right. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Credentials bad(String text) {
    return new Credentials(null, Verdict.unauthorized(text));
  }

  @Override
  public String toString() {
    return "Credentials[" + (token == null ? "no token" : "a token") + "]"; // not to a log
  }
}
