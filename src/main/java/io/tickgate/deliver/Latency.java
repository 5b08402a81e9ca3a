package io.tickgate.deliver;

/**
 * Hears what ticks took on their way through the gateway, of one tick in so many. Called on event
 * loops; must be quick.
 */
public interface Latency {
  /** Nobody listens. */
  Latency NONE =
      new Latency() {
        @Override
        public void onLoop(long nanos) {}

        @Override
        public void waited(long nanos) {}

        @Override
        public void written(long nanos) {}

        @Override
        public void late(long nanos) {}
      };

  /** From the book to an event loop whose clients read the symbol. */
  void onLoop(long nanos);

  /** From there into a client's frame: what conflation, and a client that was slow, took. */
  void waited(long nanos);

  /** Both together: how old news is that is written. What was merged away isn't counted. */
  void written(long nanos);

  /** How much later than planned an event loop ran a task. */
  void late(long nanos);
}
