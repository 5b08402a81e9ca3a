package io.tickgate.ops;

import io.quarkus.logging.LoggingFilter;
import io.vertx.core.VertxException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one kind of line out of the log: that of a request without a usable Host. It is answered
 * with 400 before any filter of ours sees it, and Quarkus would log an error with a number for each
 * one that somebody sends.
 */
@LoggingFilter(name = "hostile-requests")
public final class HostileRequestFilter implements Filter {
  @Override
  public boolean isLoggable(LogRecord line) {
    return !noHost(line.getThrown());
  }

  private static boolean noHost(@Nullable Throwable fault) {
    return fault instanceof VertxException
        && String.valueOf(fault.getMessage()).startsWith("For HTTP/");
  }
}
