package io.tickgate.deliver;

import io.netty.channel.Channel;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.deliver.edge.FrameGuard;
import org.jboss.logging.Logger;

/**
 * {@code /v1/echo}: every message back as it came, through the same pipeline as {@code /v1/stream},
 * so that public conformance suites can be run against it. 404 unless {@code
 * tickgate.diagnostics.echo} is true.
 */
@WebSocket(path = "/v1/echo", endpointId = EchoEndpoint.ID)
public class EchoEndpoint {
  static final String ID = "echo";

  private static final UserData.TypedKey<Echo> ECHO = new UserData.TypedKey<>("tickgate.echo");
  private static final Logger LOG = Logger.getLogger(EchoEndpoint.class);

  /** What helps to look into the node and isn't for clients. */
  @ConfigMapping(prefix = "tickgate.diagnostics")
  public interface DiagnosticsConfig {
    /** Whether {@code /v1/echo} is there. It answers anyone with what they sent: for tests only. */
    @WithDefault("false")
    boolean echo();
  }

  @OnOpen
  @NonBlocking
  void onOpen(WebSocketConnection connection) {
    UserData data = connection.userData();
    Channel channel = data.get(StreamEndpoint.CHANNEL);
    Echo echo = new Echo(channel, data.get(StreamEndpoint.COMPRESSION).terms());
    data.put(ECHO, echo);
    StreamEndpoint.onLoop(channel, () -> FrameGuard.open(channel, echo));
  }

  @OnClose
  @NonBlocking
  void onClose(WebSocketConnection connection) {
    UserData data = connection.userData();
    StreamEndpoint.onLoop(data.get(StreamEndpoint.CHANNEL), () -> data.get(ECHO).end());
  }

  @OnError
  @NonBlocking
  void onError(WebSocketConnection connection, Throwable failure) {
    LOG.debugf("echo failed connection=%s reason=%s", connection.id(), failure);
  }
}
