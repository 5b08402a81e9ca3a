package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.tickgate.deliver.edge.Admission;
import io.tickgate.deliver.edge.FrameGuard;
import io.tickgate.deliver.edge.MessageListener;
import io.tickgate.security.UpgradeIdentity;
import io.tickgate.wire.Encoding;
import org.jboss.logging.Logger;

/**
 * {@code /v1/stream}. Quarkus does the handshake; messages come from the pipeline and data is
 * written to it, on the loop of the connection, which owns the session.
 */
@WebSocket(path = "/v1/stream", endpointId = StreamEndpoint.ID)
public class StreamEndpoint {
  static final String ID = "stream";
  static final UserData.TypedKey<Channel> CHANNEL = new UserData.TypedKey<>("tickgate.channel");

  /** Where the client is, as a trusted proxy says if there is one. */
  static final UserData.TypedKey<String> ADDRESS = new UserData.TypedKey<>("tickgate.address");

  static final UserData.TypedKey<Compression> COMPRESSION =
      new UserData.TypedKey<>("tickgate.compression");

  /** The client's place among all, until its connection ends. */
  static final UserData.TypedKey<Admission.Place> PLACE = new UserData.TypedKey<>("tickgate.place");

  private static final UserData.TypedKey<Session> SESSION =
      new UserData.TypedKey<>("tickgate.session");
  private static final Logger LOG = Logger.getLogger(StreamEndpoint.class);

  private final Sessions sessions;

  StreamEndpoint(Sessions sessions) {
    this.sessions = sessions;
  }

  /** The ears of a session. */
  private record Client(Session session, Dialogue dialogue) implements MessageListener {
    @Override
    public void onMessage(ByteBuf message, boolean binary) {
      dialogue.onMessage(ByteBufUtil.getBytes(message), binary);
    }

    @Override
    public void onPong(ByteBuf payload) {
      // the number of our ping; one that nobody asked for has another length
      session.onPong(payload.readableBytes() == 4 ? payload.getInt(payload.readerIndex()) : -1);
    }

    @Override
    public void onRefused() {
      session.onClosed();
    }
  }

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
              new WebSocketTransport(
                  channel,
                  connection,
                  encoding.binary(),
                  compression,
                  connection.userData().get(ADDRESS));
          Session session =
              sessions.open(
                  channel.eventLoop(),
                  transport,
                  encoding,
                  connection.userData().get(UpgradeIdentity.KEY));
          session.login().claims(connection.userData().get(PLACE)::claim);
          connection.userData().put(SESSION, session);
          FrameGuard.open(channel, new Client(session, new Dialogue(session)));
        });
  }

  private static Encoding encoding(WebSocketConnection connection) {
    String subprotocol = connection.subprotocol();
    Encoding encoding = subprotocol == null ? null : Encoding.of(subprotocol);
    return encoding == null ? Encoding.JSON : encoding; // none was offered
  }

  @OnClose
  @NonBlocking
  void onClose(WebSocketConnection connection) {
    UserData data = connection.userData();
    onLoop(
        data.get(CHANNEL),
        () -> {
          Session session = data.get(SESSION);
          if (session != null) {
            session.onClosed();
          }
        });
  }

  @OnError
  @NonBlocking
  void onError(WebSocketConnection connection, Throwable failure) {
    // a client's doing, or the network's: no stack trace for each
    LOG.debugf("session failed connection=%s reason=%s", connection.id(), failure);
  }

  static void onLoop(Channel channel, Runnable task) {
    if (channel.eventLoop().inEventLoop()) {
      task.run();
    } else {
      channel.eventLoop().execute(task);
    }
  }
}
