package io.tickgate.adapter.venue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.Decimal;
import io.tickgate.market.Missed;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * What the decoders of all venues share: reading JSON as a stream, counting, and never letting a
 * message harm the feed.
 *
 * <p>Subclasses implement {@link #decode} and {@link #decodeAnswer}. They may throw {@link
 * IOException} and {@link IllegalArgumentException} for a message that isn't what the venue
 * documents; it is counted, told to the log at a limited rate, and skipped. Owned by the feed's
 * thread.
 */
public abstract class VenueDecoder implements FrameListener {
  private static final Logger LOG = Logger.getLogger(VenueDecoder.class);

  /** A log line of broken messages at most every ten seconds and feed: enough to notice. */
  private static final long LOG_EVERY_NANOS = 10_000_000_000L;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // numbers are bounded by Decimal, names and nesting here; a venue nests 6 deep at most
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(32).maxNameLength(1_000).build())
          .build();

  protected final String venue;
  protected final FeedCounters counters;
  private final TickListener ticks;
  private final Resync resync;
  private long lastLogNanos = System.nanoTime() - LOG_EVERY_NANOS;

  protected VenueDecoder(String venue, TickListener ticks, FeedCounters counters, Resync resync) {
    this.venue = venue;
    this.ticks = ticks;
    this.counters = counters;
    this.resync = resync;
  }

  /**
   * Reads one message. The parser stands on the first token; nothing may follow the value. Ticks
   * are to be {@linkplain #emit emitted} only after {@link #end} was reached, so that a message cut
   * off in the middle has no effect.
   */
  protected abstract void decode(JsonParser json, long rx) throws IOException;

  /** Reads the body of a REST answer, likewise. */
  protected abstract void decodeAnswer(String url, JsonParser json, long rx) throws IOException;

  /** A message that isn't JSON, such as a bare {@code pong}; true when the venue may send it. */
  protected boolean decodeText(byte[] bytes, int offset, int length) {
    return false;
  }

  /**
   * Reads a message without Jackson, for a venue whose rate asks for it; false, and no effect, when
   * it isn't of the plain form this knows, so that {@link #decode} reads it. May throw as {@link
   * #decode} may.
   */
  protected boolean decodePlain(byte[] bytes, int offset, int length, long rx) {
    return false;
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    // of interest to few venues
  }

  @Override
  public final void onFrame(byte[] bytes, int offset, int length, long rx) {
    counters.frames.increment();
    if (decodeText(bytes, offset, length)) {
      return;
    }
    try {
      if (!decodePlain(bytes, offset, length, rx)) {
        decodeJson(bytes, offset, length, rx);
      }
    } catch (IOException | IllegalArgumentException e) {
      broken(e, length);
    }
  }

  private void decodeJson(byte[] bytes, int offset, int length, long rx) throws IOException {
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      json.nextToken();
      decode(json, rx);
    }
  }

  @Override
  public final void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    counters.frames.increment();
    try (JsonParser json = JSON.createParser(bytes, offset, length)) {
      json.nextToken();
      decodeAnswer(url, json, rx);
    } catch (IOException | IllegalArgumentException e) {
      broken(e, length);
    }
  }

  /** Hands a tick on; false as {@link TickListener#onTick} says. */
  protected final boolean emit(Tick tick) {
    counters.ticks.increment();
    return ticks.onTick(tick);
  }

  /** Hands a trade on, and before it how many are missing. */
  protected final void emit(Trade trade, TradeIds ids) {
    long missed = ids.missedBefore(trade.id());
    if (missed > 0) {
      emit(new Missed(trade.symbol(), trade.ts(), trade.rx(), missed));
    }
    emit(trade);
  }

  /** Asks for the first snapshot of that symbol on this connection; nothing went wrong. */
  protected final void requestSnapshot(Symbol symbol) {
    resync.resync(symbol, "first snapshot");
  }

  /** Counts a gap or mismatch and asks for a fresh snapshot of that symbol. */
  protected final void requestResync(Symbol symbol, String reason) {
    counters.resyncs.increment();
    LOG.debugf("book resync venue=%s symbol=%s reason=%s", venue, symbol, reason);
    resync.resync(symbol, reason);
  }

  /** Fails unless the message ends here. */
  protected static void end(JsonParser json) throws IOException {
    if (json.nextToken() != null) {
      throw new IllegalArgumentException("more than one value in a message");
    }
  }

  /** Fails unless the parser stands on that token. */
  protected static void expect(JsonParser json, JsonToken token) throws IOException {
    JsonValues.expect(json, token);
  }

  /** The number the parser stands on, written as a JSON number or in a string. */
  protected static Decimal decimal(JsonParser json) throws IOException {
    return JsonValues.decimal(json);
  }

  private void broken(Exception fault, int length) {
    counters.broken.increment();
    long now = System.nanoTime();
    if (now - lastLogNanos >= LOG_EVERY_NANOS) {
      lastLogNanos = now;
      String reason = String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
      LOG.warnf(
          "broken message venue=%s count=%d bytes=%d reason=%s",
          venue, counters.broken.sum(), length, reason);
    }
  }
}
