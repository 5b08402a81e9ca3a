package io.tickgate.deliver;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.tickgate.security.UpgradeIdentity;
import io.tickgate.wire.Encoding;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * {@code /v1/stream}. Quarkus does the handshake and reads; data is written to the Netty channel by
 * the session itself. Every call is passed on to the loop of the connection, which owns the
 * session.
 */
@WebSocket(path = "/v1/stream")
public class StreamEndpoint {
  static final UserData.TypedKey<Channel> CHANNEL = new UserData.TypedKey<>("tickgate.channel");
  static final UserData.TypedKey<Compression> COMPRESSION =
      new UserData.TypedKey<>("tickgate.compression");
  private static final UserData.TypedKey<Client> CLIENT =
      new UserData.TypedKey<>("tickgate.client");
  private static final Logger LOG = Logger.getLogger(StreamEndpoint.class);

  private final Sessions sessions;

  StreamEndpoint(Sessions sessions) {
    this.sessions = sessions;
  }

  private record Client(Session session, Dialogue dialogue) {}

  @OnOpen
  @NonBlocking
  void onOpen(WebSocketConnection connection) {
    Channel channel = connection.userData().get(CHANNEL);
    onLoop(
        channel,
        () -> {
          Encoding encoding = encoding(connection);
          Compression compression = connection.userData().get(COMPRESSION);
          WebSocketTransport transport =
              new WebSocketTransport(channel, connection, encoding.binary(), compression);
          Session session =
              sessions.open(
                  channel.eventLoop(),
                  transport,
                  encoding,
                  connection.userData().get(UpgradeIdentity.KEY));
          connection.userData().put(CLIENT, new Client(session, new Dialogue(session)));
        });
  }

  private static Encoding encoding(WebSocketConnection connection) {
    String subprotocol = connection.subprotocol();
    Encoding encoding = subprotocol == null ? null : Encoding.of(subprotocol);
    return encoding == null ? Encoding.JSON : encoding; // none was offered
  }

  @OnTextMessage
  @NonBlocking
  void onText(WebSocketConnection connection, String message) {
    with(connection, client -> client.dialogue.onMessage(Dialogue.bytes(message), false));
  }

  @OnBinaryMessage
  @NonBlocking
  void onBinary(WebSocketConnection connection, Buffer message) {
    with(connection, client -> client.dialogue.onMessage(message.getBytes(), true));
  }

  @OnPongMessage
  @NonBlocking
  void onPong(WebSocketConnection connection, Buffer payload) {
    with(connection, client -> client.session.onPong(number(payload)));
  }

  /** The number of our ping that a pong answers; one that nobody asked for has another length. */
  private static int number(Buffer payload) {
    return payload.length() == 4 ? payload.getInt(0) : -1;
  }

  @OnClose
  @NonBlocking
  void onClose(WebSocketConnection connection) {
    with(connection, client -> client.session.onClosed());
  }

  @OnError
  @NonBlocking
  void onError(WebSocketConnection connection, Throwable failure) {
    // a client's doing, or the network's: no stack trace for each
    LOG.debugf("session failed connection=%s reason=%s", connection.id(), failure);
  }

  private static void with(WebSocketConnection connection, Consumer<Client> action) {
    Channel channel = connection.userData().get(CHANNEL);
    onLoop(
        channel,
        () -> {
          Client client = connection.userData().get(CLIENT);
          if (client != null) {
            action.accept(client);
          }
        });
  }

  private static void onLoop(Channel channel, Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }
}
