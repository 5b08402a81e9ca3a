package io.tickgate.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Node's {@code ws}, the client most people have, in a process of its own. */
final class NodeClient implements AutoCloseable {
  private static final Path FOLDER = Path.of("target", "node-ws");
  private static final long INSTALL_SECONDS = 60;

  /** Prints what it agreed on, then the elements of data. */
  private static final String SCRIPT =
      """
      const WebSocket = require('ws');
      const [url, request] = process.argv.slice(2);
      const socket = new WebSocket(url, 'tickgate.v1.json');
      let welcome;
      socket.on('error', error => { console.log(JSON.stringify({error: String(error)})); });
      socket.on('close', code => { console.log(JSON.stringify({closed: code})); process.exit(1); });
      socket.on('message', data => {
        const message = JSON.parse(data.toString());
        if (message.type === 'welcome') {
          welcome = message;
          // long enough that ws compresses it
          socket.send(JSON.stringify({...JSON.parse(request), pad: 'x'.repeat(2000)}));
        } else if (message.type === 'ack') {
          console.log(JSON.stringify({extensions: socket.extensions, welcome, ack: message}));
        }
        for (const element of message.type === 'update' ? message.data : []) {
          console.log(JSON.stringify(element));
        }
      });
      """;

  private final Process process;
  private final BufferedReader out;
  private final int count;
  private int lines;

  private NodeClient(Process process, int count) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.count = count;
  }

  /** Skips the test where there is no Node, or its {@code ws} can't be had. */
  static void assumeInstalled() throws IOException {
    Assumptions.assumeTrue(runs("node", "--version"), "node isn't there");
    if (!Files.exists(FOLDER.resolve("node_modules/ws/package.json"))) {
      Files.createDirectories(FOLDER);
      Assumptions.assumeTrue(
          runs(
              "npm",
              "install",
              "--prefix",
              FOLDER.toString(),
              "--no-audit",
              "--no-fund",
              "--ignore-scripts",
              "ws@8"),
          "npm can't install ws into " + FOLDER);
    }
    Files.writeString(FOLDER.resolve("client.js"), SCRIPT);
  }

  private static boolean runs(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Connects, sends the request, and takes so many elements. */
  static NodeClient start(String request, int count) throws IOException {
    String url = Endpoint.of("/v1/stream").toString().replaceFirst("^http", "ws");
    Process process =
        new ProcessBuilder("node", "client.js", url, request)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    return new NodeClient(process, count);
  }

  /** What was agreed, the welcome and the ack. */
  JsonNode awaitSubscribed() throws IOException {
    return Inbox.parse(line());
  }

  /** All elements. */
  List<String> awaitElements() throws IOException {
    List<String> elements = new ArrayList<>();
    while (elements.size() < count) {
      elements.add(line());
    }
    return elements;
  }

  private String line() throws IOException {
    String line = out.readLine();
    lines++;
    if (line == null || line.startsWith("{\"error\"") || line.startsWith("{\"closed\"")) {
      throw new AssertionError("node said " + line + " after " + lines + " lines");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
