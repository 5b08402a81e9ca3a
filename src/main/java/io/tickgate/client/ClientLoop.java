package io.tickgate.client;

import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The thread that clients run on, listeners included, and their sockets. One for many clients that
 * listen quickly; what one listener does, the others wait for.
 */
public final class ClientLoop implements Executor, AutoCloseable {
  private final HttpClient http;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread started = new Thread(task, "gateway-client");
            started.setDaemon(true);
            return started;
          });

  /**
   * @param tls whom to trust; null for the JDK's own authorities
   */
  public ClientLoop(@Nullable SSLContext tls) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.http = builder.build();
  }

  HttpClient http() {
    return http;
  }

  /** Does something on the thread; nothing once that has ended. */
  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      // it has ended
    }
  }

  void after(long millis, Runnable task) {
    thread.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  Future<?> each(long millis, Runnable task) {
    return thread.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Ends the thread; its clients hear nothing more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
