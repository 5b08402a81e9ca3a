package io.tickgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The gateway's own protocol, which the servers that exist only to be compared speak, too. */
final class StreamDialect implements Dialect {
  private final int intervalMillis;
  private final boolean changes;

  StreamDialect(Workload workload) {
    this.intervalMillis = workload.intervalMs();
    this.changes = workload.changes();
  }

  @Override
  public String path(List<String> symbols) {
    return "/v1/stream";
  }

  @Override
  public String subprotocol() {
    return "tickgate.v1.json";
  }

  @Override
  public void onOpen(Connection connection) {
    List<String> symbols = connection.symbols();
    if (symbols.isEmpty()) {
      connection.onSubscribed();
      return;
    }
    connection.sendText(
        "{\"op\":\"subscribe\",\"id\":1,\"channel\":\"quote\",\"intervalMs\":"
            + intervalMillis
            + (changes ? ",\"changes\":true" : "")
            + ",\"symbols\":[\""
            + String.join("\",\"", symbols)
            + "\"]}");
  }

  @Override
  public void onMessage(byte[] bytes, int length, Connection connection) {
    if (!connection.read(bytes, 0, length)) {
      onAnswer(new String(bytes, 0, length, StandardCharsets.UTF_8), connection);
    }
  }

  private static void onAnswer(String message, Connection connection) {
    if (message.startsWith("{\"type\":\"ack\"")) {
      if (!message.contains("\"refused\":[]")) {
        connection.onFault(message);
      }
      connection.onSubscribed();
    } else if (message.startsWith("{\"type\":\"error\"") || message.contains("\"code\":\"gap\"")) {
      connection.onFault(message);
    } else if (message.contains("\"code\":\"slow\"")) {
      connection.onSlowNotice();
    }
  }
}
