package io.tickgate.venueserver;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of a venue: the JDK's WebSocket, all it hears in a queue. */
final class VenueClient implements WebSocket.Listener, AutoCloseable {
  static final String CLOSED = "closed ";
  private static final long PATIENCE_SECONDS = 20;

  private final HttpClient http;
  private final int port;
  private final StringBuilder part = new StringBuilder();
  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  VenueClient(HttpClient http, int port, String path) {
    this.http = http;
    this.port = port;
    socket =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
            .join();
  }

  void say(String text) {
    socket.sendText(text, true).join();
  }

  /** Pings; what answers is heard as {@code pong}. */
  void ping() {
    socket.sendPing(ByteBuffer.allocate(0)).join();
  }

  /** Asks by REST; what comes is heard like a message, after the word {@code answer}. */
  void ask(String path) {
    http.sendAsync(request(path), HttpResponse.BodyHandlers.ofString())
        .thenAccept(answer -> heard.add("answer " + path + " " + answer.body()));
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
        .build();
  }

  /** The next message. */
  String next() throws InterruptedException {
    return next(text -> true);
  }

  /** The next message that is so; those before are passed over. */
  String next(Predicate<String> wanted) throws InterruptedException {
    while (true) {
      String text = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (text == null) {
        throw new AssertionError("heard nothing in " + PATIENCE_SECONDS + " s");
      }
      if (wanted.test(text)) {
        return text;
      }
    }
  }

  /** That many messages that are so, the others passed over. */
  List<String> next(int count, Predicate<String> wanted) throws InterruptedException {
    List<String> texts = new ArrayList<>(count);
    while (texts.size() < count) {
      texts.add(next(wanted));
    }
    return texts;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      heard.add(part.toString());
      part.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
    heard.add("pong");
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    heard.add(CLOSED + code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    heard.add(CLOSED + "1006");
  }

  @Override
  public void close() {
    socket.abort();
  }
}
