package io.tickgate.relay;

/** Hears which feeds this node writes, on the thread of the leases, which must not wait. */
public interface LeaseListener {
  /** The feed is this node's from now on, until it is lost. */
  void onTaken(String feed);

  /** The feed is another's, or nobody's. */
  void onLost(String feed);
}
