package io.tickgate.web;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The TypeScript client in a process of its own, with lines of JSON to and from it. */
final class ScriptedClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Process process;
  private final Supplier<String> tokens;
  private final Deque<JsonNode> lines = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private boolean ended;

  /** Starts it; each token that it asks for is one of the supplier's. */
  ScriptedClient(ScriptRuntime runtime, Map<String, String> environment, Supplier<String> tokens)
      throws IOException, InterruptedException {
    this.tokens = tokens;
    Path folder = Path.of("target", "web-test", "gateway " + runtime.name()).toAbsolutePath();
    runtime.run(30, "test.mjs", folder.toString(), "gateway.ts");
    process = runtime.start(environment, folder.resolve("gateway.mjs").toString());
    thread(this::readLines, "script-out");
    thread(this::readErrors, "script-err");
  }

  private static void thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private BufferedReader reader(java.io.InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private void readLines() {
    try (BufferedReader out = reader(process.getInputStream())) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        JsonNode message = JSON.readTree(line);
        if (message.path("event").asText().equals("token")) {
          send(Map.of("token", tokens.get()));
        } else {
          add(message);
        }
      }
    } catch (IOException e) {
      // it has ended
    } finally {
      end();
    }
  }

  private void readErrors() {
    try (BufferedReader err = reader(process.getErrorStream())) {
      for (String line = err.readLine(); line != null; line = err.readLine()) {
        synchronized (this) {
          log.add(line);
        }
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  private synchronized void add(JsonNode message) {
    lines.add(message);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private synchronized void send(Map<String, String> line) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Takes lines up to the first that is meant, which it gives. */
  JsonNode await(String event, Predicate<JsonNode> which) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (this) {
      while (true) {
        while (!lines.isEmpty()) {
          JsonNode line = lines.remove();
          if (line.path("event").asText().equals(event) && which.test(line)) {
            return line;
          }
          log.add(line.toString());
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (ended || left <= 0) {
          return fail("no " + event + (ended ? ", it ended: " : " in time: ") + tail());
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return fail("interrupted");
        }
      }
    }
  }

  private String tail() {
    return String.join("\n", log.subList(Math.max(0, log.size() - 30), log.size()));
  }

  JsonNode await(String event) {
    return await(event, line -> true);
  }

  /** What it has come to. */
  JsonNode report() throws IOException {
    send(Map.of("act", "report"));
    return await("report");
  }

  void reconnect() throws IOException {
    send(Map.of("act", "reconnect"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
