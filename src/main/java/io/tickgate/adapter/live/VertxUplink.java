package io.tickgate.adapter.live;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Sockets and REST requests by Vert.x. Certificates are checked against the trust store of the JVM,
 * or against those that are configured in its place, and the name in them against the address.
 */
final class VertxUplink implements Uplink {
  /** As much of a cause as goes into a log line. */
  private static final int MAX_REASON = 160;

  private final Vertx vertx;
  private final UplinkSettings settings;
  private final WebSocketClient sockets;
  private final HttpClient http;

  VertxUplink(Vertx vertx, UplinkSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setConnectTimeout(settings.connectMillis())
                .setMaxFrameSize(settings.maxMessageBytes())
                .setMaxMessageSize(settings.maxMessageBytes())
                .setTryUsePerMessageCompression(settings.compression())
                .setTrustOptions(trust(settings))
                .setMaxConnections(Integer.MAX_VALUE) // the sessions bound them; -1 makes all wait
                .setClosingTimeout(2) // seconds that a dead peer may take to answer a close
                .setTcpKeepAlive(true));
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(settings.connectMillis())
                .setTrustOptions(trust(settings))
                .setDecompressionSupported(false) // nothing is asked for compressed
                .setMaxPoolSize(2)); // requests of a session go one after the other
  }

  /** Null for the trust store of the JVM. */
  private static @Nullable TrustOptions trust(UplinkSettings settings) {
    if (settings.trusted().isEmpty()) {
      return null;
    }
    PemTrustOptions options = new PemTrustOptions();
    settings.trusted().forEach(file -> options.addCertPath(file.toString()));
    return options;
  }

  /** Whose event loop its caller is to use. */
  Vertx vertx() {
    return vertx;
  }

  @Override
  public void connect(String url, LineListener listener) {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    try {
      address(url, options);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("addresses are checked before: " + url, e);
    }
    options.setTimeout(settings.connectMillis());
    sockets
        .connect(options)
        .onSuccess(socket -> new VertxLine(socket, listener, settings.maxMessageBytes()).open())
        .onFailure(cause -> listener.onClosed(reason(cause)));
  }

  @Override
  public void fetch(String url, AnswerListener listener) {
    RequestOptions options = new RequestOptions();
    address(url, options);
    options.setMethod(HttpMethod.GET).setTimeout(2L * settings.connectMillis());
    http.request(options)
        .compose(HttpClientRequest::send)
        .onSuccess(response -> read(response, listener))
        .onFailure(cause -> listener.onFailed(reason(cause)));
  }

  /** Collects the body up to the limit. */
  private void read(HttpClientResponse response, AnswerListener listener) {
    Buffer body = Buffer.buffer();
    boolean[] done = new boolean[1];
    response.handler(
        part -> {
          if (!done[0] && body.length() + part.length() > settings.maxMessageBytes()) {
            done[0] = true;
            response.request().reset();
            listener.onFailed("answer longer than " + settings.maxMessageBytes() + " bytes");
          } else if (!done[0]) {
            body.appendBuffer(part);
          }
        });
    response.exceptionHandler(
        cause -> {
          if (!done[0]) {
            done[0] = true;
            listener.onFailed(reason(cause));
          }
        });
    response.endHandler(
        end -> {
          if (!done[0]) {
            done[0] = true;
            listener.onAnswer(
                response.statusCode(), seconds(response.getHeader("retry-after")), body.getBytes());
          }
        });
  }

  private static long seconds(@Nullable String text) {
    boolean whole = text != null && text.matches("[0-9]{1,9}"); // or a date, which nobody sends
    return whole ? Long.parseLong(text) : 0;
  }

  /** Takes an address apart; {@code ws}, {@code wss}, {@code http} and {@code https}. */
  private void address(String url, RequestOptions options) {
    URI uri = URI.create(url);
    boolean secure = uri.getScheme().equals("wss") || uri.getScheme().equals("https");
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    options
        .setHost(uri.getHost())
        .setPort(uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80)
        .setSsl(secure)
        .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
        .putHeader("User-Agent", settings.userAgent());
  }

  /** A cause in a few words, of which the first sentence of most is enough. */
  static String reason(Throwable cause) {
    if (cause instanceof UpgradeRejectedException rejected) {
      return "handshake refused with status " + rejected.getStatus();
    }
    if (cause instanceof UnknownHostException) {
      return "unknown host";
    }
    if (cause instanceof ConnectException) {
      return "connection refused or timed out";
    }
    String text = String.valueOf(cause.getMessage()).replaceAll("\\p{Cntrl}", " ");
    String name = cause.getClass().getSimpleName();
    return name + ": " + (text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text);
  }

  @Override
  public void close() {
    sockets.close();
    http.close();
  }
}
