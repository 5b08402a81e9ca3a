package io.tickgate.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. What comes in is handed to the client's thread message by message, and the next is
 * asked for when that one was heard: the socket's buffer is the only queue.
 */
final class Connection implements WebSocket.Listener {
  /** Where it ends up; called on the client's thread. */
  interface Owner {
    void onText(Connection from, String text);

    void onEnd(Connection from, Retry retry);
  }

  /** Snapshots of a thousand symbols run to some MB; what is longer is no message of a gateway. */
  private static final int MAX_MESSAGE = 64 * 1024 * 1024;

  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Of a gateway that takes nothing any more; as long as a slow way may hold what was sent. */
  private static final long GOODBYE_MILLIS = 2_000;

  private final Owner owner;
  private final Executor thread;
  private final StringBuilder text = new StringBuilder(); // the socket's thread
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null); // client's thread
  private @Nullable WebSocket socket; // the client's thread
  private boolean ended; // the client's thread
  private long backNanos = System.nanoTime(); // the client's thread
  private volatile long heardNanos = System.nanoTime();

  Connection(Owner owner, Executor thread) {
    this.owner = owner;
    this.thread = thread;
  }

  /**
   * Connects; the owner hears what becomes of it.
   *
   * @throws IllegalArgumentException for a token that can't stand in a header (RFC 6750 section
   *     2.1); the message doesn't quote it
   */
  void open(HttpClient http, URI uri, @Nullable String token) {
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT).subprotocols("tickgate.v1.json");
    if (token != null) {
      if (!VISIBLE.matcher(token).matches()) { // which the HTTP client would quote
        throw new IllegalArgumentException("the token is empty or not all visible ASCII");
      }
      builder.header("Authorization", "Bearer " + token);
    }
    builder
        .buildAsync(uri, this)
        .whenCompleteAsync(
            (opened, failure) -> {
              if (failure != null) {
                onFailure(failure);
              }
            },
            thread);
  }

  private void onFailure(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    end(
        cause instanceof WebSocketHandshakeException refused
            ? refusal(refused)
            : Retry.afterFailure(cause == null ? failure : cause));
  }

  private static Retry refusal(WebSocketHandshakeException refused) {
    String after = refused.getResponse().headers().firstValue("Retry-After").orElse("");
    boolean seconds = after.matches("[0-9]{1,5}");
    return Retry.afterStatus(
        refused.getResponse().statusCode(), seconds ? Long.parseLong(after) : 0);
  }

  /** Sends a text behind those sent before. The client's thread. */
  void send(String message) {
    WebSocket to = socket;
    if (to != null && !ended) {
      sent = sent.thenComposeAsync(done -> to.sendText(message, true), thread);
    }
  }

  /** The gateway will close, and wants to see the client again that long after it said so. */
  void onDrain(long millis) {
    backNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** What is left of a drain's time, 0 without one. */
  private long drainMillis() {
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(backNanos - System.nanoTime()));
  }

  /** Nanoseconds since something came in, or the owner was done with what came. */
  long silence(long nanos) {
    return nanos - heardNanos;
  }

  /** Ends it at once; the owner hears why. The client's thread. */
  void abort(String reason) {
    end(new Retry(true, 0, reason));
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  /** Says goodbye and is gone; the owner hears nothing more. The client's thread. */
  void close() {
    ended = true;
    WebSocket open = socket;
    if (open != null) {
      sent.handle((done, failure) -> open.sendClose(WebSocket.NORMAL_CLOSURE, ""))
          .thenCompose(goodbye -> goodbye) // or the abort overtakes it
          .orTimeout(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
          .whenComplete((done, failure) -> open.abort());
    }
  }

  private void end(Retry retry) {
    if (!ended) {
      ended = true;
      owner.onEnd(this, retry);
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    thread.execute(
        () -> {
          if (ended) {
            opened.abort();
          } else {
            socket = opened;
            opened.request(1);
          }
        });
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    heardNanos = System.nanoTime();
    text.append(part);
    if (text.length() > MAX_MESSAGE) {
      thread.execute(() -> abort("a message of more than " + MAX_MESSAGE + " characters"));
      return null;
    }
    if (!last) {
      from.request(1);
      return null;
    }
    String message = text.toString();
    text.setLength(0);
    thread.execute(
        () -> {
          if (!ended) {
            owner.onText(this, message);
          }
          heardNanos = System.nanoTime(); // nothing was listened for meanwhile
          from.request(1);
        });
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    from.request(1); // not of the subprotocol that was agreed on
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    thread.execute(() -> end(Retry.afterClose(code, reason, drainMillis())));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    thread.execute(() -> end(Retry.afterFailure(error)));
  }
}
