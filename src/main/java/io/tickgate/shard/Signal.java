package io.tickgate.shard;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Bits raised by any thread and handled on the loop of a shard. However often it is raised, it is
 * at most once among what the loop has to do.
 */
public abstract class Signal {
  private final Shard shard;
  private final AtomicInteger bits = new AtomicInteger();
  @Nullable Signal next; // in the shard's stack, written by whoever raised the first bit

  protected Signal(Shard shard) {
    this.shard = shard;
  }

  /** Raises bits, not 0. Any thread; never blocks. */
  public final void raise(int raised) {
    int before = bits.get();
    if ((before & raised) == raised) {
      return; // the usual case of a busy loop: nothing to write, nothing to fetch
    }
    if (bits.getAndAccumulate(raised, (a, b) -> a | b) == 0) {
      shard.push(this);
    }
  }

  final void handle() {
    onSignal(bits.getAndSet(0));
  }

  /** Runs on the loop with the bits raised since it ran last. */
  protected abstract void onSignal(int raised);
}
