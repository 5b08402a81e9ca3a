package io.tickgate.deliver;

import java.util.ArrayDeque;
import java.util.Queue;

/** Requests that wait while a token is checked. Owned by the session's loop. */
final class HeldRequests {
  /**
   * Bytes that wait: a client that sends its token and, without awaiting the answer, what it wants
   * to subscribe to needs a few hundred. Many clients may do so at once, so it isn't more.
   */
  private static final int MAX_BYTES = 64 << 10;

  /** One of them, binary or text. */
  record Request(byte[] message, boolean binary) {}

  private final Queue<Request> requests = new ArrayDeque<>();
  private int bytes;

  /** Holds a request back; false when there is no room. */
  boolean offer(byte[] message, boolean binary) {
    int size = message.length + 64; // with what Java adds: empty ones count too
    if (bytes + size > MAX_BYTES) {
      return false;
    }
    bytes += size;
    return requests.add(new Request(message, binary));
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /** The oldest of them. */
  Request remove() {
    Request request = requests.remove();
    bytes -= request.message().length + 64;
    return request;
  }
}
