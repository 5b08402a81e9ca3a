package io.tickgate.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A peer: {@code writeTextMessage} for each update and client, as the first page of every tutorial
 * does it. Arguments: port, symbols, quotes a second.
 */
public final class VertxServer {
  private VertxServer() {}

  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    var context = vertx.getOrCreateContext();
    Map<String, List<ServerWebSocket>> subscribers = new HashMap<>(); // the context's
    context.runOnContext(
        started -> {
          HttpServerOptions options =
              new HttpServerOptions()
                  .addWebSocketSubProtocol("tickgate.v1.json")
                  .setTcpNoDelay(true)
                  .setPerMessageWebSocketCompressionSupported(true);
          HttpServer server = vertx.createHttpServer(options);
          server.webSocketHandler(
              socket -> socket.textMessageHandler(text -> subscribe(socket, text, subscribers)));
          server.listen(Integer.parseInt(args[0]), "127.0.0.1");
        });
    QuoteFeed.start(
        Integer.parseInt(args[1]),
        Integer.parseInt(args[2]),
        (symbol, message) -> {
          String text = new String(message, StandardCharsets.US_ASCII);
          context.runOnContext(
              now -> {
                for (ServerWebSocket socket : subscribers.getOrDefault(symbol, List.of())) {
                  socket.writeTextMessage(text);
                }
              });
        });
  }

  private static void subscribe(
      ServerWebSocket socket, String text, Map<String, List<ServerWebSocket>> subscribers) {
    for (Object symbol : new JsonObject(text).getJsonArray("symbols")) {
      subscribers.computeIfAbsent((String) symbol, s -> new ArrayList<>()).add(socket);
    }
    socket.closeHandler(closed -> subscribers.values().forEach(sockets -> sockets.remove(socket)));
    socket.writeTextMessage("{\"type\":\"ack\",\"id\":1,\"granted\":[],\"refused\":[]}");
  }
}
