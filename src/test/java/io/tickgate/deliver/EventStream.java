package io.tickgate.deliver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A client of {@code /v1/sse} over a real socket. It reads events as the HTML standard says and
 * keeps the messages they hold. Callers use one thread.
 */
final class EventStream extends Inbox implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final HttpResponse<InputStream> response;
  private String lastEventId = ""; // guarded by this

  private EventStream(HttpResponse<InputStream> response) {
    super(message -> {});
    this.response = response;
  }

  /** Connects with that query; the answer's status may be anything. */
  static EventStream connect(String query, String lastEventId) {
    return connect(query, lastEventId, Map.of());
  }

  /** As {@link #connect(String, String)} with further headers. */
  static EventStream connect(String query, String lastEventId, Map<String, String> headers) {
    URI uri = Endpoint.of("/v1/sse?" + query);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", "text/event-stream");
    headers.forEach(request::header);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    try {
      EventStream events =
          new EventStream(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
      if (events.status() == 200) {
        Thread reader = new Thread(events::readAll, "sse-client");
        reader.setDaemon(true);
        reader.start();
      }
      return events;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("no answer from " + uri, e);
    }
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The whole body of an answer that isn't an event stream. */
  String body() throws IOException {
    return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** What a reconnecting browser would send. */
  synchronized String lastEventId() {
    return lastEventId;
  }

  @Override
  public void close() throws IOException {
    response.body().close();
    throwFailure();
  }

  private void readAll() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      StringBuilder data = new StringBuilder();
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !data.isEmpty()) {
          onEvent(id, data.toString());
          data.setLength(0);
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).strip());
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        }
      }
    } catch (IOException e) {
      // the usual end: the test closed the connection
    }
    closed(1000);
  }

  private synchronized void onEvent(String id, String data) {
    lastEventId = id;
    take(data);
  }
}
