package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The other end of a client, which does what a test says: a real socket, on a free port. */
public final class ScriptedGateway implements AutoCloseable {
  public static final String WELCOME =
      "{\"type\":\"welcome\",\"epoch\":\"e1\",\"heartbeatMs\":60000,\"connection\":\"c\"}";

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final BlockingQueue<ServerWebSocket> sockets = new LinkedBlockingQueue<>();
  public final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  public final List<String> tokens = new CopyOnWriteArrayList<>();
  private volatile Predicate<HttpServerRequest> refusal = request -> false;

  public ScriptedGateway() throws Exception {
    HttpServerOptions options = new HttpServerOptions().setPort(0).setHost("127.0.0.1");
    options.addWebSocketSubProtocol("tickgate.v1.json");
    server = vertx.createHttpServer(options).requestHandler(this::upgrade);
    server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void upgrade(HttpServerRequest request) {
    tokens.add(String.valueOf(request.getHeader("Authorization")));
    if (refusal.test(request)) {
      return;
    }
    request
        .toWebSocket()
        .onSuccess(
            socket -> {
              socket.textMessageHandler(requests::add);
              sockets.add(socket);
            });
  }

  /** Handshakes that this answers get no socket. */
  public void refuse(Predicate<HttpServerRequest> predicate) {
    refusal = predicate;
  }

  /** Does something after that many milliseconds. */
  void later(long millis, Runnable task) {
    vertx.setTimer(millis, at -> task.run());
  }

  public URI uri() {
    return URI.create("ws://127.0.0.1:" + server.actualPort() + "/v1/stream");
  }

  /** The next connection. */
  public ServerWebSocket accept() throws InterruptedException {
    ServerWebSocket socket = sockets.poll(20, TimeUnit.SECONDS);
    assertNotNull(socket, "nobody connected");
    return socket;
  }

  /** The next connection, welcomed. */
  public ServerWebSocket welcome() throws InterruptedException {
    ServerWebSocket socket = accept();
    socket.writeTextMessage(WELCOME);
    return socket;
  }

  /** The next request of a client. */
  public String request() throws InterruptedException {
    String request = requests.poll(20, TimeUnit.SECONDS);
    assertNotNull(request, "nobody asked for anything");
    return request;
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
