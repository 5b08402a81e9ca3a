package io.tickgate.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.client.ClientListener.State;
import java.net.URI;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A client that stays connected to a gateway.
 *
 * <pre>
 *   start ─▶ CONNECTING ──welcome──▶ LIVE ──lost, silent, closed──▶ WAITING ──▶ CONNECTING
 *                 └──────────── refused or closed for good, close() ──────────▶ ENDED
 * </pre>
 *
 * <p>After each welcome it subscribes to all it was told. Trades of symbols that were seen before
 * are resumed after the last one, unless their numbers may have started over since, and as far as
 * the gateway takes a request for each; of everything else a snapshot comes first, and trades that
 * it left out are told. What is refused for now is asked for again.
 */
public final class GatewayClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two heartbeats of silence mean a dead link; the half is for the way. */
  private static final double DEAD_BEATS = 2.5;

  /** A handshake and its welcome, when nothing has told the heartbeat yet. */
  private static final long WELCOME_MILLIS = 15_000;

  private static final long WATCH_MILLIS = 100;

  private final ClientSettings settings;
  private final ClientListener listener;
  private final ClientLoop loop;
  private final boolean ownLoop;

  // the client's thread
  private final Continuity continuity;
  private final Asking asking;
  private final Renewal renewal;
  private final Backoff backoff;
  private @Nullable Connection connection;
  private boolean live;
  private long welcomeNanos;
  private String epoch = "";
  private long heartbeatMillis;
  private int node; // counts on
  private boolean ended;
  private @Nullable Future<?> watch;

  /** A client with a thread of its own, which ends with it. */
  public GatewayClient(ClientSettings settings, ClientListener listener) {
    this(settings, listener, new Backoff(settings.maxBackoff()));
  }

  /** A client on a thread that it shares; whom to trust is the loop's to know. */
  public GatewayClient(ClientSettings settings, ClientListener listener, ClientLoop loop) {
    this(settings, listener, loop, false, new Backoff(settings.maxBackoff()));
  }

  /** A client that waits for so long before it comes back. */
  GatewayClient(ClientSettings settings, ClientListener listener, Backoff backoff) {
    this(settings, listener, new ClientLoop(settings.tls()), true, backoff);
  }

  private GatewayClient(
      ClientSettings settings,
      ClientListener listener,
      ClientLoop loop,
      boolean ownLoop,
      Backoff backoff) {
    this.settings = settings;
    this.listener = listener;
    this.loop = loop;
    this.ownLoop = ownLoop;
    this.continuity = new Continuity(listener);
    this.asking = new Asking(continuity, request -> send(connection, request), this::after);
    this.renewal = new Renewal(settings, listener, this::after, this::authenticate);
    this.backoff = backoff;
  }

  /** Connects, and stays connected from then on. Once. */
  public void start() {
    loop.execute(
        () -> {
          watch = loop.each(WATCH_MILLIS, this::watch);
          connect(); // may end it at once
        });
  }

  /** Subscribes, now and after each reconnect. */
  public void subscribe(Subscription subscription) {
    loop.execute(
        () -> {
          asking.add(subscription);
          if (live) {
            asking.ask(subscription);
          }
        });
  }

  /** Sends a request of another kind, once; lost when not connected. */
  public void send(ObjectNode request) {
    loop.execute(() -> send(connection, request));
  }

  /** Says goodbye; the listener hears that it ended, and nothing after that. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          if (!ended) {
            end("");
          }
        });
  }

  // ---- the client's thread

  private void after(long millis, Runnable task) {
    loop.after(
        millis,
        () -> {
          if (!ended) {
            task.run();
          }
        });
  }

  private void connect() {
    URI uri = settings.uris().get(Math.floorMod(node, settings.uris().size()));
    listener.onState(State.CONNECTING, uri.toString());
    heartbeatMillis = 0;
    connection = new Connection(owner, loop);
    String token;
    try {
      token = settings.token().get();
    } catch (RuntimeException e) { // who gives them may be away as long as the gateway is
      onEnd(Retry.withoutToken(e));
      return;
    }
    open(connection, uri, token);
  }

  private void open(Connection next, URI uri, @Nullable String token) {
    try {
      next.open(loop.http(), uri, token);
    } catch (IllegalArgumentException e) { // no header takes it: another try wouldn't mend that
      end(String.valueOf(e.getMessage()));
    }
  }

  private final Connection.Owner owner =
      new Connection.Owner() {
        @Override
        public void onText(Connection from, String text) {
          if (from != connection) {
            return;
          }
          try {
            GatewayClient.this.onText(from, text);
          } catch (RuntimeException e) { // of the listener: it would vanish in the executor
            end("listener failed: " + e);
          }
        }

        @Override
        public void onEnd(Connection from, Retry retry) {
          if (from == connection && !ended) {
            GatewayClient.this.onEnd(retry);
          }
        }
      };

  private void onText(Connection from, String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      from.abort("a message that isn't JSON");
      return;
    }
    switch (message.path("type").asText()) {
      case "welcome" -> onWelcome(message);
      case "snapshot" -> onData(message, true);
      case "update" -> onData(message, false);
      case "notice" -> onNotice(from, message);
      case "ack" -> asking.onAck(message);
      case "error" -> asking.onError(message);
      default -> {} // to be ignored, or the listener's
    }
    listener.onMessage(message);
  }

  private void onWelcome(JsonNode welcome) {
    String known = epoch;
    epoch = welcome.path("epoch").asText();
    heartbeatMillis = welcome.path("heartbeatMs").asLong();
    live = true;
    welcomeNanos = System.nanoTime();
    if (!known.equals(epoch)) {
      continuity.doubt();
    }
    listener.onState(State.LIVE, "");
    asking.onWelcome(welcome.path("limits"));
  }

  private void onData(JsonNode message, boolean snapshot) {
    String channel = message.path("channel").asText();
    boolean trades = snapshot && channel.equals("trade");
    for (JsonNode element : message.path("data")) {
      boolean each = trades && asking.wantsEachTrade(element.path("s").asText());
      if (continuity.onElement(channel, snapshot, element, each)) {
        listener.onElement(channel, snapshot, element);
      }
    }
  }

  private void onNotice(Connection from, JsonNode notice) {
    switch (notice.path("code").asText()) {
      case "drain" -> from.onDrain(notice.path("reconnectAfterMs").asLong());
      case "gap" ->
          continuity.onTold(
              notice.path("channel").asText(),
              notice.path("symbol").asText(),
              notice.path("to").asLong());
      case "token_expiring" -> renewal.onExpiring(from);
      case "feed" -> onFeed(notice);
      default -> {} // the listener's
    }
  }

  /** Where a feed started over, its counts do so too; whose symbols are the feed's isn't said. */
  private void onFeed(JsonNode notice) {
    if (notice.has("epoch")) {
      epoch = notice.path("epoch").asText();
      continuity.doubt();
    }
  }

  private void authenticate(Connection to, String token) {
    send(to, JSON.createObjectNode().put("op", "auth").put("token", token));
  }

  private static void send(@Nullable Connection to, ObjectNode request) {
    if (to != null) {
      to.send(request.toString());
    }
  }

  private void onEnd(Retry retry) {
    if (live) {
      backoff.onLife(System.nanoTime() - welcomeNanos);
    }
    connection = null;
    live = false;
    node++;
    asking.onEnd();
    renewal.onEnd();
    if (!retry.again()) {
      end(retry.reason());
      return;
    }
    long wait = Math.max(retry.leastMillis(), backoff.nextMillis());
    listener.onState(State.WAITING, retry.reason() + "; again in " + wait + " ms");
    after(wait, this::connect);
  }

  private void watch() {
    Connection current = connection;
    if (current == null || ended) {
      return;
    }
    long patience = live ? (long) (heartbeatMillis * DEAD_BEATS) : WELCOME_MILLIS;
    if (patience > 0 && current.silence(System.nanoTime()) > patience * 1_000_000) {
      current.abort("nothing heard for " + patience + " ms");
    }
  }

  private void end(String reason) {
    ended = true;
    live = false;
    if (connection != null) {
      connection.close();
      connection = null;
    }
    if (watch != null) {
      watch.cancel(false);
    }
    listener.onState(State.ENDED, reason);
    if (ownLoop) {
      loop.close();
    }
  }
}
