package io.tickgate.adapter.messaging;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureFailure;
import io.tickgate.adapter.publish.PublishConfig;
import io.tickgate.adapter.publish.PublishCounters;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Takes messages of MQTT, which come unasked, through a backlog, and tells what is lost. */
@Singleton
final class MqttIntake {
  private static final Logger LOG = Logger.getLogger(MqttIntake.class);

  /** A line in the log at most every ten seconds: enough to notice. */
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private final Intake intake;
  private final MqttSession session;
  private final PublishCounters counters;
  private final Backlog.Bounds bounds;
  private volatile long lastLogNanos = System.nanoTime() - LOG_EVERY_NANOS;

  MqttIntake(Intake intake, MqttSession session, PublishCounters counters, PublishConfig config) {
    this.intake = intake;
    this.session = session;
    this.counters = counters;
    this.bounds = new Backlog.Bounds(config.backlog(), config.backlogSize().asLongValue());
  }

  /** The stream, which brings each message when it waits to be taken, and doesn't end. */
  Multi<?> take(Multi<? extends Message<?>> stream, Intake.Source source) {
    Backlog backlog = new Backlog(bounds, new Taker(source));
    session.onReconnect(() -> backlog.lose("the broker was away"));
    return stream
        .onItem()
        .invoke(message -> backlog.add(MqttAcks.item(message)))
        // between the connector's own threads; its buffer is empty by then
        .onFailure(BackPressureFailure.class)
        .invoke(() -> onOverflow(backlog))
        .onFailure(BackPressureFailure.class)
        .retry()
        .indefinitely();
  }

  /** Some may wait for an acknowledgement that nobody can give: the broker has to forget them. */
  private void onOverflow(Backlog backlog) {
    counters.lost.increment(); // how many isn't known
    backlog.lose("more came than the connector could hold");
    session.renew();
  }

  private final class Taker implements Backlog.Taker {
    private final Intake.Source source;

    Taker(Intake.Source source) {
      this.source = source;
    }

    @Override
    public Uni<Void> onMessage(Message<?> message) {
      return intake.take(message, source);
    }

    @Override
    public void onGivenUp(Message<?> message) {
      counters.lost.increment();
      MqttAcks.acknowledge(message); // the broker need not keep what won't be taken any more
    }

    @Override
    public void onLost(String reason) {
      intake.lose(reason);
      long now = System.nanoTime();
      if (now - lastLogNanos >= LOG_EVERY_NANOS) {
        lastLogNanos = now;
        LOG.warnf("messages lost reason=%s count=%d", reason, counters.lost.sum());
      }
    }
  }
}
