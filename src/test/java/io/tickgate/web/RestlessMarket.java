package io.tickgate.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A publisher of quotes, trades and books of some symbols, by chance from a seed, in one request
 * that goes on until it is stopped.
 */
final class RestlessMarket implements AutoCloseable {
  private static final long START = 1_763_690_000_000_000L; // a millisecond a tick: one session day
  private static final int BOOK_LEVELS = 40;
  private static final int ANSWER_MILLIS = 30_000;

  private final HttpURLConnection request;
  private final List<String> symbols;
  private final Random random;
  private final Thread thread = new Thread(this::run, "restless-market");
  private final int opening;
  private volatile boolean stopped;
  private volatile IOException fault;
  private volatile long pauseNanos = 1_000_000;
  private volatile int count; // written by one thread at a time: the opener's, then the market's

  /** Returns when the gateway has what each symbol begins with. */
  RestlessMarket(URI gateway, String token, List<String> symbols, long seed) throws IOException {
    this.symbols = symbols;
    this.random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    for (String symbol : symbols) {
      quote(lines, symbol);
      trade(lines, symbol);
      book(lines, symbol, true);
    }
    opening = count;
    HttpURLConnection first = open(gateway, token);
    write(first, lines);
    awaitAccepted(first, opening);
    request = open(gateway, token);
  }

  private static HttpURLConnection open(URI gateway, String token) throws IOException {
    var request = (HttpURLConnection) gateway.resolve("/v1/ingest").toURL().openConnection();
    request.setRequestMethod("POST");
    request.setRequestProperty("Content-Type", "application/x-ndjson");
    request.setRequestProperty("Authorization", "Bearer " + token);
    request.setChunkedStreamingMode(0);
    request.setDoOutput(true);
    request.setReadTimeout(ANSWER_MILLIS);
    return request;
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Time between two bursts. */
  void pause(long nanos) {
    pauseNanos = nanos;
  }

  /** Waits until so many more ticks were published. */
  void awaitMore(int ticks) {
    int end = count + ticks;
    while (count < end && thread.isAlive()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void run() {
    StringBuilder lines = new StringBuilder();
    try {
      while (!stopped) {
        lines.setLength(0);
        for (int size = 1 + random.nextInt(4); size > 0; size--) {
          any(lines, symbols.get(random.nextInt(symbols.size())));
        }
        write(request, lines);
        LockSupport.parkNanos(pauseNanos); // the market's pace, not a wait for anything
      }
    } catch (IOException e) {
      fault = e;
    }
  }

  private void any(StringBuilder lines, String symbol) {
    switch (random.nextInt(3)) {
      case 0 -> quote(lines, symbol);
      case 1 -> trade(lines, symbol);
      default -> book(lines, symbol, false);
    }
  }

  private static void write(HttpURLConnection request, StringBuilder lines) throws IOException {
    OutputStream out = request.getOutputStream();
    out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private void quote(StringBuilder lines, String symbol) {
    begin(lines, "quote", symbol)
        .append(",\"bid\":\"%1$d.10\",\"bidSize\":\"%1$d.500\"".formatted(count))
        .append(",\"ask\":\"%1$d.20\",\"askSize\":\"%1$d.750\"}\n".formatted(count));
  }

  private void trade(StringBuilder lines, String symbol) {
    begin(lines, "trade", symbol)
        .append(",\"price\":\"%1$d.15\",\"size\":\"0.010\",\"id\":\"t%1$d\"".formatted(count))
        .append(count % 2 == 0 ? ",\"side\":\"buy\"}\n" : ",\"side\":\"sell\"}\n");
  }

  /** Bids below 100, asks above, so that they never cross. */
  private void book(StringBuilder lines, String symbol, boolean snapshot) {
    StringBuilder bids = new StringBuilder();
    StringBuilder asks = new StringBuilder();
    for (int i = 0; i < (snapshot ? BOOK_LEVELS : 1 + random.nextInt(4)); i++) {
      int step = snapshot ? i : random.nextInt(60);
      boolean bid = random.nextBoolean();
      if (snapshot || bid) {
        level(bids, 9_999 - step, snapshot);
      }
      if (snapshot || !bid) {
        level(asks, 10_001 + step, snapshot);
      }
    }
    begin(lines, "book", symbol)
        .append(",\"snapshot\":" + snapshot + ",\"bids\":[" + bids + "]")
        .append(",\"asks\":[" + asks + "]}\n");
  }

  /** A price in hundredths; every third change takes the level away. */
  private void level(StringBuilder side, int price, boolean snapshot) {
    int size = !snapshot && random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(99_999);
    side.append(side.isEmpty() ? "" : ",")
        .append("[\"%d.%02d\",".formatted(price / 100, price % 100))
        .append("\"%d.%03d\"]".formatted(size / 1_000, size % 1_000));
  }

  private StringBuilder begin(StringBuilder lines, String type, String symbol) {
    count = count + 1;
    return lines
        .append("{\"type\":\"" + type + "\",\"symbol\":\"" + symbol + "\",\"ts\":")
        .append(START + 1_000L * count);
  }

  /** Stops and returns when the last tick is in the gateway's book; for the second time at once. */
  @Override
  public void close() throws IOException, InterruptedException {
    if (stopped) {
      return;
    }
    stopped = true;
    thread.join();
    if (fault != null) {
      throw fault;
    }
    awaitAccepted(request, count - opening);
  }

  private static void awaitAccepted(HttpURLConnection request, int ticks) throws IOException {
    request.getOutputStream().close();
    assertEquals(200, request.getResponseCode());
    try (InputStream in = request.getInputStream()) {
      JsonNode answer = new ObjectMapper().readTree(in);
      assertEquals(ticks, answer.path("accepted").asInt(), answer.toString());
      assertTrue(answer.path("rejected").isEmpty(), answer.toString());
    }
  }
}
