package io.tickgate.deliver;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tickgate.market.Symbol;
import io.tickgate.wire.ProtocolContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client of {@code /v1/stream} over a real socket, the JDK's. What it sends and gets is checked
 * against {@link ProtocolContract} and {@link DeliveryRules}. JSON is written with single quotes
 * for brevity. Callers use one thread.
 */
final class StreamClient extends Inbox implements WebSocket.Listener, AutoCloseable {
  static final String CBOR = "tickgate.v1.cbor";

  private static final ObjectMapper CBOR_MAPPER = new CBORMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static volatile @Nullable String spoken; // by clients that offer nothing themselves
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream(); // the socket's thread
  private final StringBuilder text = new StringBuilder(); // the socket's thread
  private boolean reading = true; // guarded by this
  private @Nullable ByteBuffer pong; // guarded by this
  private volatile @Nullable WebSocket opened;
  private long nextId = 1;

  private StreamClient() {
    super(new DeliveryRules()::onMessage);
  }

  /** From now on clients that are given no subprotocol offer this one; null for none. */
  static void speak(@Nullable String subprotocol) {
    spoken = subprotocol;
  }

  /** Connects and returns when the welcome is here; throws what the JDK throws on a refusal. */
  static StreamClient connect(String... subprotocols) {
    return connect(Map.of(), "/v1/stream", subprotocols);
  }

  /** Connects with a token in the {@code Authorization} header. */
  static StreamClient connectAs(String token) {
    return connect(Map.of("Authorization", "Bearer " + token), "/v1/stream");
  }

  /** Connects with those headers to that path and query. */
  static StreamClient connect(Map<String, String> headers, String path, String... subprotocols) {
    StreamClient client = new StreamClient();
    WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
    headers.forEach(builder::header);
    String usual = spoken;
    if (subprotocols.length == 0 && usual != null) {
      builder.subprotocols(usual);
    } else if (subprotocols.length > 0) {
      String[] others = Arrays.copyOfRange(subprotocols, 1, subprotocols.length);
      builder.subprotocols(subprotocols[0], others);
    }
    URI uri = URI.create(Endpoint.of(path).toString().replaceFirst("^http", "ws"));
    builder.buildAsync(uri, client).join();
    client.welcome();
    return client;
  }

  JsonNode welcome() {
    return await("welcome", 0, message -> true);
  }

  String subprotocol() {
    return socket().getSubprotocol();
  }

  /** Sends a text message as it is, right or wrong. */
  void sendRaw(String message) {
    if (CBOR.equals(subprotocol())) {
      sendBinary(toCbor(message));
      return;
    }
    socket().sendText(message, true).join();
  }

  /** Sends a text message and tells whether the connection took it. */
  boolean trySend(String message) {
    try {
      sendRaw(json(message));
      return true;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static byte[] toCbor(String json) {
    try {
      return CBOR_MAPPER.writeValueAsBytes(parse(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void sendBinary(byte[] message) {
    socket().sendBinary(ByteBuffer.wrap(message), true).join();
  }

  /** Sends a request that keeps to the protocol. */
  void send(String message, Object... arguments) {
    String json = json(message, arguments);
    ProtocolContract.checkClient(json);
    sendRaw(json);
  }

  /** Sends a request with an id of its own and returns the answer that repeats it. */
  JsonNode ask(String message, Object... arguments) {
    ObjectNode request = (ObjectNode) parse(json(message, arguments));
    long id = nextId++;
    request.put("id", id);
    ProtocolContract.checkClient(request.toString());
    sendRaw(request.toString());
    return answer(id);
  }

  /** Waits for the answer that repeats the id. */
  JsonNode answer(long id) {
    return await(
        "answer to " + id, 0, m -> m.path("id").isIntegralNumber() && m.path("id").asLong() == id);
  }

  /** Subscribes and returns the ack. */
  JsonNode subscribe(String channel, Symbol... symbols) {
    return subscribeWith(channel, "", symbols);
  }

  /** Subscribes with further fields, as {@code 'intervalMs':250}, and returns the ack. */
  JsonNode subscribeWith(String channel, String fields, Symbol... symbols) {
    String names =
        Arrays.stream(symbols).map(s -> "'" + s + "'").collect(Collectors.joining(",", "[", "]"));
    String more = fields.isEmpty() ? "" : "," + fields;
    return subscribeTo("'channel':'" + channel + "','symbols':" + names + more);
  }

  /** Subscribes with all fields as given and returns the ack. */
  JsonNode subscribeTo(String fields) {
    JsonNode ack = ask("{'op':'subscribe'," + fields + "}");
    if (!ack.path("type").asText().equals("ack")) {
      throw new AssertionError("no ack but " + ack);
    }
    return ack;
  }

  /** Asks for a pong, so that what was sent before it is here when this returns. */
  void settle() {
    ask("{'op':'ping'}");
  }

  /** Sends a ping frame and returns the payload of the pong frame. */
  ByteBuffer ping(byte[] payload) {
    socket().sendPing(ByteBuffer.wrap(payload)).join();
    return await("pong frame", PATIENCE, () -> pong);
  }

  /** Waits for the end of the connection and returns the close code; 1006 when there was none. */
  int awaitClose() {
    return awaitClose(PATIENCE);
  }

  /** Starts the closing handshake. */
  void sendClose(int code) {
    socket().sendClose(code, "").join();
  }

  /** Takes no more messages off the socket, one under way aside. */
  synchronized void stopReading() {
    reading = false;
  }

  /** Takes messages off the socket again. */
  synchronized void readOn() {
    reading = true;
    socket().request(1);
  }

  /** Ends the connection; throws if a rule was broken. */
  @Override
  public void close() {
    socket().abort();
    throwFailure();
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    opened = webSocket;
    webSocket.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean end) {
    text.append(part);
    if (end) {
      take(text.toString());
      text.setLength(0);
    }
    return requestNext(webSocket);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer part, boolean end) {
    if (!CBOR.equals(webSocket.getSubprotocol())) {
      fail(new AssertionError("a binary message on a text protocol"));
      return requestNext(webSocket);
    }
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    binary.writeBytes(bytes);
    if (end) {
      try {
        take(CBOR_MAPPER.readTree(binary.toByteArray()).toString());
      } catch (IOException e) {
        fail(new AssertionError("not CBOR", e));
      }
      binary.reset();
    }
    return requestNext(webSocket);
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer payload) {
    pong = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    notifyAll();
    return requestNext(webSocket);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer payload) {
    return requestNext(webSocket); // the JDK has answered by itself
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed(1006);
  }

  private WebSocket socket() {
    return requireNonNull(opened, "not connected");
  }

  private synchronized @Nullable CompletionStage<?> requestNext(WebSocket webSocket) {
    if (reading) {
      webSocket.request(1);
    }
    return null;
  }

  private static String json(String message, Object... arguments) {
    String json = message.replace('\'', '"');
    return arguments.length == 0 ? json : json.formatted(arguments);
  }
}
