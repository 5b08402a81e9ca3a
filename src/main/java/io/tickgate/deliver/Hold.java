package io.tickgate.deliver;

import io.tickgate.conflate.ProvenWindow;
import org.jspecify.annotations.Nullable;

/**
 * What may keep a session from writing, at one moment.
 *
 * @param paused by the client
 * @param writing the kernel hasn't taken the last write yet
 * @param bandwidthMillis until the client's own cap lets another byte out, 0 when it does
 * @param window what the client has proven to have read; null where that can't be known
 * @param lagMillis how long the symbol that is due for longest has waited
 * @param slowMillis the interval in effect because the client is slow, 0 for none
 */
record Hold(
    boolean paused,
    boolean writing,
    long bandwidthMillis,
    @Nullable Window window,
    long lagMillis,
    int slowMillis) {

  /**
   * The window of what may be without a receipt.
   *
   * @param full nothing more may be sent until a pong comes
   * @param unproven bytes sent without a receipt
   * @param bytes that may be
   * @param pongMillis how long the last pong took, or the next takes already
   */
  record Window(boolean full, long unproven, int bytes, long pongMillis) {
    static Window of(ProvenWindow window, long now) {
      return new Window(
          window.full(now), window.unproven(), window.window(), window.delayMillis(now));
    }
  }
}
