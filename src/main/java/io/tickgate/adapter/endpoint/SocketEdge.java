package io.tickgate.adapter.endpoint;

import io.netty.channel.Channel;
import io.tickgate.adapter.endpoint.PublisherGate.Refused;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The edge that a publisher's WebSocket passes as those of clients do: a place among the node's
 * connections, and frames that are what RFC 6455 says. On the event loop of the connection.
 */
public interface SocketEdge {
  /** Takes a place, which is given back when the connection closes; or tells why there is none. */
  @Nullable Refused enter(RoutingContext request);

  /**
   * Makes a connection strict that is about to be upgraded: what comes is whole messages of up to
   * so many bytes, text is UTF-8, and anything else ends the connection with the code for it. What
   * comes is kept until {@link #open}.
   */
  void harden(Channel channel, int maxMessage);

  /**
   * The handlers of the WebSocket are set: they get what has come meanwhile, and what comes.
   *
   * @param leave ends the connection when the node goes out of service; any thread
   */
  void open(Channel channel, Runnable leave);
}
