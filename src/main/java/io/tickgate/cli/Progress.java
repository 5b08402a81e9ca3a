package io.tickgate.cli;

import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.TapeEvent;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A reading that shows how far it is where it takes longer than a second, and can be stopped. */
final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;

  /** Events between two looks at the clock: well below a tenth of a second. */
  private static final int EVENTS = 1_024;

  private static final long FIRST_NANOS = 1_000_000_000;
  private static final long EVERY_NANOS = 200_000_000;

  private final Console console;
  private final RecordingReader reader;
  private final LongSupplier nanos;
  private final long startNanos;
  private long nextNanos;
  private long events;

  Progress(Console console, RecordingReader reader, LongSupplier nanos) {
    this.console = console;
    this.reader = reader;
    this.nanos = nanos;
    this.startNanos = nanos.getAsLong();
    this.nextNanos = startNanos + FIRST_NANOS;
  }

  /** The next event; null at the end. */
  @Nullable TapeEvent next() throws IOException, InterruptedException {
    TapeEvent event = reader.next();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (++events % EVENTS == 0 && console.watched() && reader.size() > 0) {
      long now = nanos.getAsLong();
      if (now - nextNanos >= 0) {
        nextNanos = now + EVERY_NANOS;
        console.show(line((double) reader.consumed() / reader.size(), now - startNanos));
      }
    }
    return event;
  }

  private static String line(double part, long spentNanos) {
    int full = (int) Math.min(WIDTH, Math.round(part * WIDTH));
    long left = part <= 0 ? 0 : Math.round(spentNanos * (1 - part) / part / 1e9);
    return "[%s%s] %3d %%  %s left"
        .formatted(
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            Math.round(part * 100),
            Times.length(left * 1_000_000));
  }

  @Override
  public void close() {
    console.wipe();
  }
}
