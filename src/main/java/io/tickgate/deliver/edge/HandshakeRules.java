package io.tickgate.deliver.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a client's opening handshake has to be (RFC 6455 section 4.2.1). Any thread. */
final class HandshakeRules {
  /** Bytes of the nonce in Sec-WebSocket-Key. */
  private static final int KEY_BYTES = 16;

  private HandshakeRules() {}

  /** Whether the request wants to become a WebSocket, rightly or wrongly. */
  static boolean apply(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return headers.contains("Sec-WebSocket-Key")
        || contains(headers.getAll("Upgrade"), "websocket");
  }

  /** The status to refuse with; 101 when all is right. */
  static int status(HttpServerRequest request) {
    MultiMap headers = request.headers();
    boolean good =
        request.version() == HttpVersion.HTTP_1_1
            && request.method() == HttpMethod.GET
            && headers.getAll("Host").size() == 1
            && !headers.get("Host").isBlank()
            && contains(headers.getAll("Upgrade"), "websocket")
            && contains(headers.getAll("Connection"), "upgrade")
            && isKey(headers.getAll("Sec-WebSocket-Key"))
            && !hasBody(headers);
    if (!good) {
      return 400;
    }
    List<String> versions = headers.getAll("Sec-WebSocket-Version");
    return versions.size() == 1 && versions.get(0).trim().equals("13") ? 101 : 426;
  }

  /** Whether a comma list over those lines holds the token, in any case. */
  private static boolean contains(List<String> lines, String token) {
    for (String line : lines) {
      for (String each : line.split(",", -1)) {
        if (each.trim().toLowerCase(Locale.ROOT).equals(token)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isKey(List<String> keys) {
    if (keys.size() != 1) {
      return false;
    }
    try {
      String key = keys.get(0).trim();
      return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A body would be taken for frames, or frames for a body. */
  private static boolean hasBody(MultiMap headers) {
    String length = headers.get("Content-Length");
    return headers.contains("Transfer-Encoding") || (length != null && !length.equals("0"));
  }
}
