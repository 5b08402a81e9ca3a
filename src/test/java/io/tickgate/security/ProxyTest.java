package io.tickgate.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy, a client's address is what the proxy says, if it is one that is trusted. */
@QuarkusTest
@TestProfile(ProxyTest.Profile.class)
class ProxyTest {
  /** One proxy is trusted, at another address of this machine than tests usually come from. */
  public static class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.http.proxy.proxy-address-forwarding", "true",
          "quarkus.http.proxy.trusted-proxies", "127.0.0.2",
          "quarkus.http.host", "0.0.0.0",
          "tickgate.admin.enabled", "true",
          "tickgate.edge.max-connections-per-address", "1");
    }
  }

  /** Opens a stream from that address of this machine, for that client; returns the status. */
  private static String upgrade(Socket socket, String client) throws IOException {
    String request =
        """
        GET /v1/stream HTTP/1.1\r
        Host: localhost\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        X-Forwarded-For: %s\r
        \r
        """
            .formatted(client);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
  }

  private static Socket from(String address) throws IOException {
    return new Socket(
        InetAddress.getByName("127.0.0.1"), RestAssured.port, InetAddress.getByName(address), 0);
  }

  @Test
  void clientsOfATrustedProxyAreToldApart() throws IOException {
    try (Socket first = from("127.0.0.2");
        Socket second = from("127.0.0.2");
        Socket third = from("127.0.0.2")) {
      assertEquals("HTTP/1.1 101 Switching Protocols", upgrade(first, "203.0.113.7"));
      assertEquals("HTTP/1.1 101 Switching Protocols", upgrade(second, "203.0.113.8"));
      assertEquals("HTTP/1.1 429 Too Many Requests", upgrade(third, "203.0.113.8"));
      given()
          .get("/v1/admin/sessions")
          .then()
          .body("items.size()", equalTo(2))
          .body("items.collect { it.address }.sort()[0]", startsWith("203.0.113.7"))
          .body("items.collect { it.address }.sort()[1]", startsWith("203.0.113.8"));
    }
  }

  @Test
  void whatOthersSayDoesNotCount() throws IOException {
    try (Socket first = from("127.0.0.3");
        Socket second = from("127.0.0.3")) {
      assertEquals("HTTP/1.1 101 Switching Protocols", upgrade(first, "203.0.113.17"));
      assertEquals("HTTP/1.1 429 Too Many Requests", upgrade(second, "203.0.113.18"));
    }
  }
}
