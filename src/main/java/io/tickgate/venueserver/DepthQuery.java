package io.tickgate.venueserver;

import org.jspecify.annotations.Nullable;

/**
 * A request for a book by REST.
 *
 * @param limit levels a side
 * @param fault the answer when it can't be asked so; the rest means nothing then
 */
record DepthQuery(String symbol, int limit, @Nullable HttpAnswer fault) {
  static DepthQuery faulty(HttpAnswer fault) {
    return new DepthQuery("", 0, fault);
  }
}
