package io.tickgate.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;

/**
 * What Ctrl-C and SIGTERM mean to a command: its thread is interrupted, and the process ends with
 * the code that the command then comes to, rather than with one of the JVM's.
 */
final class Interruption {
  /** Longer than a feed and its recorder take to stop. */
  private static final long STOP_SECONDS = 20;

  private final Thread thread = Thread.currentThread();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();

  private Interruption() {}

  /** Runs the command on this thread, once a process, and returns its exit code. */
  static int listen(IntSupplier command) {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::onExit, "interruption"));
    try {
      interruption.code.complete(command.getAsInt());
      return interruption.code.join();
    } finally {
      interruption.code.complete(1); // it threw
    }
  }

  /** The JVM goes down, in its own thread; once it is done, so is whatever else still runs. */
  private void onExit() {
    if (code.isDone()) {
      return;
    }
    thread.interrupt();
    try {
      Runtime.getRuntime().halt(code.get(STOP_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // it hangs: the JVM goes down all the same
    }
  }
}
