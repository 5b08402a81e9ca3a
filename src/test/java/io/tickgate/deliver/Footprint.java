package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.File;
import java.lang.management.ManagementFactory;

/**
 * What this process holds.
 *
 * @param heap bytes after a collection
 * @param direct bytes of the pool, which takes them in chunks
 * @param files open descriptors, where the system tells them
 */
record Footprint(long heap, long direct, int files, int threads) {
  /** What compilers, pools and caches may take meanwhile that isn't anybody's leak. */
  private static final long HEAP = 20 << 20;

  /** A chunk of 4 MB each for some loops. */
  private static final long DIRECT = 16 << 20;

  private static final int FILES = 10;
  private static final int THREADS = 5;

  static Footprint now() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    String[] open = new File("/proc/self/fd").list();
    return new Footprint(
        runtime.totalMemory() - runtime.freeMemory(),
        PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory(),
        open == null ? 0 : open.length,
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  /** Waits until the process holds about as much as here again; descriptors are closed later. */
  void awaitAgain() {
    Scale.await("files closed", () -> now().files <= files + FILES);
    Footprint now = now();
    assertTrue(now.heap - heap < HEAP, "heap " + now + " from " + this);
    assertTrue(now.direct - direct <= DIRECT, "direct memory " + now + " from " + this);
    assertTrue(now.threads - threads <= THREADS, "threads " + now + " from " + this);
  }
}
