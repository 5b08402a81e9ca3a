package io.tickgate.adapter.endpoint;

import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of {@code /v1/publish} over a real socket. JSON has single quotes for brevity. */
final class PublishClient implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder(); // the socket's thread
  private final WebSocket socket;

  /** Connects with those subprotocols, and a wish to {@link TestGate} unless it is empty. */
  PublishClient(String wish, String... subprotocols) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    if (!wish.isEmpty()) {
      builder.header("X-Gate", wish);
    }
    for (int i = 0; i < Math.min(1, subprotocols.length); i++) {
      builder.subprotocols(
          subprotocols[0], Arrays.copyOfRange(subprotocols, 1, subprotocols.length));
    }
    URI uri = URI.create("ws://localhost:" + RestAssured.port + "/v1/publish");
    socket = builder.buildAsync(uri, this).join();
  }

  String subprotocol() {
    return socket.getSubprotocol();
  }

  void send(String message) {
    socket.sendText(message.replace('\'', '"'), true).join();
  }

  void sendPart(String part, boolean last) {
    socket.sendText(part.replace('\'', '"'), last).join();
  }

  void sendBinary(byte[] message) {
    socket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  String ask(String message) throws InterruptedException {
    send(message);
    return answer();
  }

  /** The next answer. */
  String answer() throws InterruptedException {
    return String.valueOf(answers.poll(10, TimeUnit.SECONDS));
  }

  int closeCode() throws Exception {
    return closed.get(10, TimeUnit.SECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      answers.add(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
