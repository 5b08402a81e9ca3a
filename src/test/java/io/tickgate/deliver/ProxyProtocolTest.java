package io.tickgate.deliver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tickgate.deliver.edge.EdgeStats;
import io.tickgate.security.TokenMint;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol's header before everything else, from a proxy and from others. */
@QuarkusTest
@TestProfile(ProxyProtocolTest.Profile.class)
class ProxyProtocolTest {
  private static final String PROXY = "127.0.0.2";
  private static final String STRANGER = "127.0.0.3";
  private static final String UPGRADED = "HTTP/1.1 101 Switching Protocols";

  /** One proxy is trusted; a client has one place. */
  public static class Profile extends SecurityProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
      overrides.put("quarkus.http.proxy.use-proxy-protocol", "true");
      overrides.put("quarkus.http.proxy.trusted-proxies", PROXY);
      overrides.put("quarkus.http.host", "0.0.0.0");
      overrides.put("tickgate.edge.max-connections-per-address", "1");
      return overrides;
    }
  }

  @Inject EdgeStats edge;

  private final TokenMint mint = TokenMint.shared();

  @AfterEach
  void everybodyIsGone() {
    Scale.await("places given back", () -> edge.places.get() == 0);
  }

  private static byte[] v1(String client) {
    return ("PROXY TCP4 " + client + " 192.0.2.1 4711 443\r\n").getBytes(US_ASCII);
  }

  /** The binary form (section 2.2 of the PROXY protocol): TCP over IPv4. */
  private static byte[] v2(String client) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(new byte[] {13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10});
    header.writeBytes(new byte[] {0x21, 0x11, 0, 12});
    header.writeBytes(InetAddress.getByName(client).getAddress());
    header.writeBytes(InetAddress.getByName("192.0.2.1").getAddress());
    header.writeBytes(new byte[] {0x12, 0x67, 0x01, (byte) 0xbb}); // ports 4711 and 443
    return header.toByteArray();
  }

  private static Socket from(String address) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getByName("127.0.0.1"),
            RestAssured.port,
            InetAddress.getByName(address),
            0);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String ask(Socket socket, byte[] header, String token) throws IOException {
    String request =
        RawSocket.handshake("/v1/stream") + "Authorization: Bearer " + token + "\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(header);
    all.writeBytes(request.getBytes(US_ASCII)); // in one piece, as a proxy may
    socket.getOutputStream().write(all.toByteArray());
    return String.valueOf(
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine());
  }

  @Test
  void limitsGoByTheClientThatTheProxyTells() throws IOException {
    try (Socket first = from(PROXY);
        Socket second = from(PROXY);
        Socket third = from(PROXY);
        Socket fourth = from(PROXY)) {
      assertEquals(UPGRADED, ask(first, v1("203.0.113.7"), mint.reader("ann")));
      assertEquals(UPGRADED, ask(second, v2("203.0.113.8"), mint.reader("bob")));
      assertEquals(
          "HTTP/1.1 429 Too Many Requests", ask(third, v1("203.0.113.8"), mint.reader("eve")));
      assertEquals(
          "HTTP/1.1 429 Too Many Requests", ask(fourth, v2("203.0.113.7"), mint.reader("eve")));
    }
  }

  @Test
  void auditLogTellsTheClientThatTheProxyTells() throws IOException {
    List<String> lines = new CopyOnWriteArrayList<>();
    Handler recorder = recorder(lines);
    Logger audit = Logger.getLogger("io.tickgate.audit");
    audit.addHandler(recorder);
    try (Socket good = from(PROXY);
        Socket bad = from(PROXY)) {
      assertEquals(UPGRADED, ask(good, v2("203.0.113.9"), mint.reader("ann")));
      assertEquals("HTTP/1.1 401 Unauthorized", ask(bad, v1("203.0.113.10"), "x.y.z"));
      Scale.await("two lines", () -> lines.size() == 2);
    } finally {
      audit.removeHandler(recorder);
    }
    String all = String.join("\n", lines);
    assertTrue(all.contains("event=login subject=ann"), all);
    assertTrue(all.contains("address=203.0.113.9:4711"), all);
    assertTrue(all.contains("event=refused"), all);
    assertTrue(all.contains("address=203.0.113.10:4711"), all);
  }

  @Test
  void headerOfAStrangerIsNotBelievedAndNobodyAnswersHim() throws IOException {
    long before = edge.strangers.sum();
    try (Socket first = from(STRANGER);
        Socket second = from(STRANGER)) {
      assertEquals("null", ask(first, v1("203.0.113.7"), mint.reader("ann")));
      assertEquals("null", ask(second, v2("203.0.113.7"), mint.reader("ann")));
    }
    assertEquals(2, edge.strangers.sum() - before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 nonsense\r\n", "PROXY UDP4 1.2.3.4 1.2.3.4 1 1\r\n"})
  void proxyThatDoesNotSpeakTheProtocolIsHungUpOn(String header) throws IOException {
    try (Socket socket = from(PROXY)) {
      assertEquals("null", ask(socket, header.getBytes(US_ASCII), mint.reader("ann")));
    }
  }

  private static Handler recorder(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        lines.add(record.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
