package io.tickgate.deliver;

/** How much tests do of what could go on: 1 in every build, 100 with {@code -Pheavy}. */
public final class Scale {
  private Scale() {}

  /** The greater number in the long run, else the smaller. */
  public static int of(int usual, int heavy) {
    return isHeavy() ? heavy : usual;
  }

  /** Whether this is the long run. */
  public static boolean isHeavy() {
    return Integer.getInteger("tickgate.test.stride", 97) == 1;
  }

  /** Prints what a long run did; a usual one tells nothing. */
  public static void tell(String what) {
    if (isHeavy()) {
      System.out.println(what);
    }
  }

  /** Waits until something holds that nobody tells; polls. */
  public static void await(String what, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + Inbox.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + Inbox.PATIENCE + ": " + what);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }
}
