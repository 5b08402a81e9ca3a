package io.tickgate.client;

import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings another token before the one in use expires, and asks again and again for one as long as
 * that connection lives. The client's thread.
 */
final class Renewal {
  private final Supplier<@Nullable String> tokens;
  private final ClientListener listener;
  private final Gathering.Timer timer;
  private final BiConsumer<Connection, String> out;
  private final Backoff backoff;
  private @Nullable Connection of; // whose token is to be replaced, and isn't yet

  /**
   * @param out takes the token of a connection
   */
  Renewal(
      ClientSettings settings,
      ClientListener listener,
      Gathering.Timer timer,
      BiConsumer<Connection, String> out) {
    this.tokens = settings.token();
    this.listener = listener;
    this.timer = timer;
    this.out = out;
    this.backoff = new Backoff(settings.maxBackoff());
  }

  /** The gateway said so; once more changes nothing while there is none. */
  void onExpiring(Connection connection) {
    if (of != connection) {
      of = connection;
      bring(connection);
    }
  }

  /** The next connection brings a token of its own. */
  void onEnd() {
    of = null;
  }

  private void bring(Connection connection) {
    if (of != connection) {
      return;
    }
    String token;
    try {
      token = tokens.get();
    } catch (RuntimeException e) { // of whoever has them, so not the listener's
      timer.after(backoff.nextMillis(), () -> bring(connection));
      listener.onNoToken(Retry.withoutToken(e).reason());
      return;
    }
    of = null;
    backoff.reset();
    if (token != null) {
      out.accept(connection, token);
    }
  }
}
