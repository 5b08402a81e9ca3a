package io.tickgate;

import io.netty.channel.Channel;
import io.tickgate.adapter.endpoint.PublisherGate.Refused;
import io.tickgate.adapter.endpoint.SocketEdge;
import io.tickgate.deliver.Drain;
import io.tickgate.deliver.Sessions;
import io.tickgate.deliver.edge.Admission;
import io.tickgate.deliver.edge.EdgePipeline;
import io.tickgate.deliver.edge.FrameGuard;
import io.tickgate.security.Gate;
import io.tickgate.security.Identity;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Leads publishers' WebSockets through the edge that clients pass. */
@Singleton
final class PublisherEdge implements SocketEdge {
  private final Sessions sessions;
  private final EdgePipeline pipelines;

  private final Drain drain;
  private final Map<Channel, Runnable> open = new ConcurrentHashMap<>(); // they have places

  PublisherEdge(Sessions sessions, EdgePipeline pipelines, Drain drain) {
    this.sessions = sessions;
    this.pipelines = pipelines;
    this.drain = drain;
    drain.with(
        (least, most, holds) -> {
          for (Channel each : open.keySet()) {
            long delay = ThreadLocalRandom.current().nextLong(least, most);
            each.eventLoop().schedule(() -> leave(each, holds), delay, TimeUnit.MILLISECONDS);
          }
        });
  }

  private void leave(Channel channel, BooleanSupplier holds) {
    Runnable leave = open.get(channel);
    if (leave != null && holds.getAsBoolean()) {
      leave.run();
    }
  }

  @Override
  public @Nullable Refused enter(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Admission.Verdict verdict = sessions.enter(request.remoteAddress().hostAddress());
    if (verdict instanceof Admission.Refusal refusal) {
      return new Refused(
          refusal.status(), ErrorCode.RATE_LIMITED, "no room for another connection now");
    }
    if (verdict instanceof Admission.Place place) {
      Identity who = Gate.identity();
      if (who != null && !place.claim(who.subject())) {
        place.leave();
        return new Refused(429, ErrorCode.RATE_LIMITED, "as many connections as a subject may");
      }
      Channel channel = ((ConnectionBase) request.connection()).channel();
      channel.closeFuture().addListener(closed -> place.leave());
    }
    return null;
  }

  @Override
  public void harden(Channel channel, int maxMessage) {
    pipelines.harden(channel, null, true, maxMessage);
  }

  @Override
  public void open(Channel channel, Runnable leave) {
    open.put(channel, leave);
    channel.closeFuture().addListener(closed -> open.remove(channel));
    leave(channel, drain::on); // it was on its way in when the drain began
    FrameGuard.open(channel, null);
  }
}
