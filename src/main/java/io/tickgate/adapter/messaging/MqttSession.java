package io.tickgate.adapter.messaging;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.smallrye.reactive.messaging.mqtt.session.MqttClientSessionOptions;
import io.smallrye.reactive.messaging.mqtt.session.ReconnectDelayOptions;
import io.smallrye.reactive.messaging.mqtt.session.ReconnectDelayProvider;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT connection as far as it can be seen and moved from outside the connector, which shows it
 * to nobody. But it asks how long to wait whenever a connection has ended or could not be made, and
 * says when there is one; and a broker ends it when another client of its name comes.
 *
 * <p>Any thread; listeners are called on the client's, before it subscribes again.
 */
@Singleton
final class MqttSession implements ClientCustomizer<MqttClientSessionOptions> {
  private final Vertx vertx;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>(); // one a channel
  private volatile @Nullable MqttClientSessionOptions options;

  MqttSession(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public MqttClientSessionOptions customize(
      String channel, Config config, MqttClientSessionOptions options) {
    if (options.getClientId() == null || options.getClientId().isEmpty()) {
      options.setClientId(UUID.randomUUID().toString()); // the client would take one of its own
    }
    options.setReconnectDelay(new Watched(options.getReconnectDelay()));
    this.options = options;
    return options;
  }

  /**
   * Calls it each time the session is connected again: what was published meanwhile doesn't come.
   */
  void onReconnect(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Has the broker end the connection by connecting under the same name for a moment (MQTT 3.1.1,
   * 3.1.4-2), and the session connect again. With the connection the broker forgets what it has
   * sent and waits for, which nobody else can make it forget. Does nothing while there is no
   * broker.
   */
  void renew() {
    MqttClientSessionOptions same = options;
    if (same != null) {
      String host = same.getHostname();
      MqttClient other = MqttClient.create(vertx, same);
      other
          .connect(same.getPort(), host, same.getServerName().orElse(host))
          .onComplete(connected -> other.disconnect());
    }
  }

  private final class Watched implements ReconnectDelayOptions {
    private final ReconnectDelayOptions delay;

    Watched(ReconnectDelayOptions delay) {
      this.delay = delay;
    }

    @Override
    public ReconnectDelayProvider createProvider() {
      return new Watch(delay.createProvider());
    }

    @Override
    public ReconnectDelayOptions copy() {
      return new Watched(delay.copy());
    }
  }

  private final class Watch implements ReconnectDelayProvider {
    private final ReconnectDelayProvider delay;
    private volatile boolean away;

    Watch(ReconnectDelayProvider delay) {
      this.delay = delay;
    }

    @Override
    public Duration nextDelay() {
      away = true;
      return delay.nextDelay();
    }

    @Override
    public void reset() {
      delay.reset();
      if (away) {
        away = false;
        listeners.forEach(Runnable::run);
      }
    }
  }
}
