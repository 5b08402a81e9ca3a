package io.tickgate.deliver;

import io.tickgate.wire.DeflateTerms;
import io.tickgate.wire.ExtensionOffer;
import java.util.List;

/** Agrees with clients on compression, within the node's memory for windows. Any thread. */
final class StreamCompression {
  private final CompressionSettings settings;
  private final SessionStats stats;
  private final WindowBudget budget;

  StreamCompression(CompressionSettings settings, SessionStats stats) {
    this.settings = settings;
    this.stats = stats;
    this.budget = new WindowBudget(settings.memory(), stats.windows);
  }

  /** What a connection with those offers does; to be ended with the connection. */
  Compression agree(List<ExtensionOffer> offers) {
    if (settings.mode() == CompressionSettings.Mode.OFF) {
      return Compression.OFF;
    }
    boolean windows = settings.mode() == CompressionSettings.Mode.CONNECTION;
    DeflateTerms terms = DeflateTerms.accept(offers, windows);
    if (terms == null) {
      return Compression.OFF;
    }
    return terms.serverContext() && budget.tryTake()
        ? new Compression.Windowed(terms, settings, stats, budget)
        : new Compression.Shared(terms.withoutServerContext(), stats);
  }
}
