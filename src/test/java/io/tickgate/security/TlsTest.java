package io.tickgate.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * wss and https: which versions and ciphers, which port leads where, certificates that are renewed.
 */
@QuarkusTest
@TestProfile(TlsTest.Profile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TlsTest {
  private static final Path FOLDER = Path.of("target", "tls-test").toAbsolutePath();

  /** PEM files, reloaded every second; plain http leads to https. */
  public static class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      PemPair.make(FOLDER);
      return Map.of(
          "quarkus.tls.key-store.pem.0.cert", FOLDER.resolve("cert.pem").toString(),
          "quarkus.tls.key-store.pem.0.key", FOLDER.resolve("key.pem").toString(),
          "quarkus.tls.reload-period", "1s",
          "quarkus.http.test-ssl-port", "0",
          "quarkus.http.insecure-requests", "redirect");
    }
  }

  @TestHTTPResource(value = "/v1/symbols", tls = true)
  URI secure;

  @TestHTTPResource("/v1/symbols")
  URI plain;

  /** A context that trusts everybody: what is served is looked at, not believed. */
  private static SSLContext context() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new X509TrustManager[] {new Trusting()}, new SecureRandom());
    return context;
  }

  private static SSLContext trusting(X509Certificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("x", certificate);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), new SecureRandom());
    return context;
  }

  private SSLSocket connect(SSLContext context) throws IOException {
    return (SSLSocket) context.getSocketFactory().createSocket("localhost", secure.getPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void speaksTheVersionsOfToday(String version) throws Exception {
    try (SSLSocket socket = connect(context())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertEquals(version, socket.getSession().getProtocol());
      String cipher = socket.getSession().getCipherSuite();
      assertTrue(cipher.contains("GCM") || cipher.contains("CHACHA20"), cipher);
    }
  }

  @Test
  void refusesCiphersWithoutForwardSecrecyOrAuthenticatedEncryption() throws Exception {
    for (String cipher :
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")) {
      try (SSLSocket socket = connect(context())) {
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setEnabledCipherSuites(new String[] {cipher});
        assertThrows(SSLException.class, socket::startHandshake, cipher);
      }
    }
  }

  @Test
  void offersHttp2ToPages() throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(context()).build();
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(secure).build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
    assertEquals(HttpClient.Version.HTTP_2, answer.version());
    assertTrue(answer.headers().firstValue("Strict-Transport-Security").isPresent());
  }

  @Test
  void streamsOverWss() throws Exception {
    URI uri = new URI("wss", null, "localhost", secure.getPort(), "/v1/stream", null, null);
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newBuilder()
            .sslContext(context())
            .build()
            .newWebSocketBuilder()
            .subprotocols("tickgate.v1.json")
            .buildAsync(uri, new First(first))
            .get(10, TimeUnit.SECONDS);
    String welcome = first.get(10, TimeUnit.SECONDS);
    assertTrue(welcome.startsWith("{\"type\":\"welcome\""), welcome);
    socket.abort();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/symbols", "/v1/stream"})
  void plainHttpLeadsToHttps(String path) throws Exception {
    URI uri = plain.resolve(path);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(301, answer.statusCode());
    String to = answer.headers().firstValue("Location").orElse("");
    assertTrue(to.startsWith("https://") && to.endsWith(path), to);
  }

  /** Last: between the two files of a pair nobody can connect. */
  @Test
  @Order(Integer.MAX_VALUE)
  void servesARenewedCertificateWithoutARestart() throws Exception {
    X509Certificate renewed = PemPair.make(FOLDER);
    SSLContext trustsOnlyTheNew = trusting(renewed);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    boolean served = false;
    while (!served && System.nanoTime() < end) {
      try (SSLSocket socket = connect(trustsOnlyTheNew)) {
        socket.startHandshake();
        served = socket.getSession().getPeerCertificates()[0].equals(renewed);
      } catch (IOException e) {
        Thread.onSpinWait(); // still the old one, or a key that doesn't fit the certificate yet
      }
    }
    assertTrue(served, "the old certificate was still served after 30 s");
  }

  private record First(CompletableFuture<String> text) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.complete(data.toString());
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
