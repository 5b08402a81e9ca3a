package io.tickgate.adapter.live;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A venue on a real socket of this machine that does what the test says. */
public final class TestVenue implements AutoCloseable {
  /** One connection as the venue sees it. */
  public record Peer(ServerWebSocket socket, BlockingQueue<String> received) {
    public void say(String text) {
      socket.writeTextMessage(text);
    }

    /** The next message, waited for. */
    public String next() throws InterruptedException {
      String text = received.poll(10, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("nothing was sent");
      }
      return text;
    }
  }

  private final HttpServer server;
  private final boolean secure;
  private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

  /** What was asked by REST. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** Connections that stand. */
  public final AtomicInteger open = new AtomicInteger();

  /** The user agents of handshakes. */
  public final List<String> agents = new CopyOnWriteArrayList<>();

  /** Answers REST requests: a body, or a status code. */
  public volatile Function<String, String> rest = uri -> "404";

  /** Status of handshakes that are refused; 0 takes them. */
  public volatile int refuse;

  public TestVenue(Vertx vertx) throws Exception {
    this(vertx, 0);
  }

  public TestVenue(Vertx vertx, int port) throws Exception {
    this(vertx, new HttpServerOptions().setPort(port));
  }

  private TestVenue(Vertx vertx, HttpServerOptions options) throws Exception {
    secure = options.isSsl();
    server = vertx.createHttpServer(options.setHost("127.0.0.1")).requestHandler(this::onRequest);
    server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** With TLS, and the certificate and key of that folder. */
  public static TestVenue secure(Vertx vertx, Path folder) throws Exception {
    PemKeyCertOptions pair =
        new PemKeyCertOptions()
            .setCertPath(folder.resolve("cert.pem").toString())
            .setKeyPath(folder.resolve("key.pem").toString());
    return new TestVenue(
        vertx, new HttpServerOptions().setPort(0).setSsl(true).setPemKeyCertOptions(pair));
  }

  private void onRequest(HttpServerRequest request) {
    if (request.headers().contains("upgrade")) { // Quarkus switches a server's own way off
      agents.add(String.valueOf(request.getHeader("user-agent")));
      if (refuse == 0) {
        request.toWebSocket().onSuccess(this::onSocket);
      } else {
        request.response().setStatusCode(refuse).end();
      }
      return;
    }
    requests.add(request.uri());
    String answer = rest.apply(request.uri());
    if (answer.matches("[0-9]{3}")) {
      request.response().setStatusCode(Integer.parseInt(answer)).end();
    } else {
      request.response().end(answer);
    }
  }

  private void onSocket(ServerWebSocket socket) {
    open.incrementAndGet();
    Peer peer = new Peer(socket, new LinkedBlockingQueue<>());
    socket.textMessageHandler(peer.received::add);
    socket.closeHandler(end -> open.decrementAndGet());
    peers.add(peer);
  }

  /** The next connection, waited for. */
  public Peer accept() throws InterruptedException {
    Peer peer = peers.poll(10, TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("nobody connected");
    }
    return peer;
  }

  public String url() {
    return (secure ? "wss" : "ws") + "://127.0.0.1:" + server.actualPort();
  }

  public String restUrl() {
    return (secure ? "https" : "http") + "://127.0.0.1:" + server.actualPort();
  }

  /** Text of so many bytes. */
  static Buffer text(int length) {
    return Buffer.buffer("x".repeat(length));
  }

  @Override
  public void close() throws Exception {
    server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
