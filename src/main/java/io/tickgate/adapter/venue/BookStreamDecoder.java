package io.tickgate.adapter.venue;

import com.fasterxml.jackson.core.JsonParser;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Listed;
import java.io.IOException;

/**
 * What the decoders of those venues share that send a book's snapshot on the stream itself, before
 * its changes. Owned by the feed's thread.
 *
 * <pre>
 *             snapshot                    gap, checksum mismatch, new connection
 *   unsynced ──────────▶ synced: changes ───────────────────────────────────────▶ unsynced
 *   changes are ignored  are handed on                                  a fresh snapshot is asked for
 * </pre>
 *
 * @param <S> what is kept of one symbol
 */
public abstract class BookStreamDecoder<S extends BookState> extends VenueDecoder {
  protected final SymbolReader<S> symbols;
  private final SymbolTable<S> table;

  protected BookStreamDecoder(
      String venue,
      SymbolTable.Factory<S> factory,
      TickListener ticks,
      FeedCounters counters,
      Resync resync) {
    super(venue, ticks, counters, resync);
    table = new SymbolTable<>(venue, factory);
    symbols = new SymbolReader<>(table);
  }

  /** Reads one message as {@link VenueDecoder#decode} says. */
  protected abstract void read(JsonParser json, long rx) throws IOException;

  @Override
  protected final void decode(JsonParser json, long rx) throws IOException {
    try {
      read(json, rx);
    } catch (SymbolLimitException e) {
      counters.dropped.increment();
    }
  }

  /** These venues are asked nothing by REST. */
  @Override
  protected final void decodeAnswer(String url, JsonParser json, long rx) throws IOException {
    json.skipChildren();
    end(json);
    counters.ignored.increment();
  }

  @Override
  public void onOpen(String url, long rx) {
    table.forEach(
        state -> {
          reset(state, rx, "new connection");
          state.onOpen();
        });
  }

  @Override
  public void onClose(long rx) {
    // the feed's state tells; books are reset when the next connection stands
  }

  /** Tells that the venue knows the symbol, once a connection. */
  protected final void list(S state, long rx) {
    if (!state.listed) {
      state.listed = true;
      emit(new Listed(state.symbol, rx, rx));
    }
  }

  /** Hands a change of the book on, or ignores it when no snapshot came before. */
  protected final void change(S state, BookChange change) {
    if (!change.snapshot() && !state.synced) {
      counters.ignored.increment();
      return;
    }
    state.followed = true;
    state.synced = emit(change);
    if (!state.synced) {
      requestResync(state.symbol, "checksum mismatch");
    }
  }

  /** A change of this book was lost: resets it and asks for a snapshot. */
  protected final void lose(S state, long rx, String reason) {
    reset(state, rx, reason);
    requestResync(state.symbol, reason);
  }

  /** Something was lost that may have been a change of any book, or a snapshot asked for. */
  protected final void loseAll(long rx, String reason) {
    table.forEach(
        state -> {
          if (state.followed) {
            lose(state, rx, reason);
          }
        });
  }

  private void reset(S state, long rx, String reason) {
    if (state.synced) {
      state.synced = false;
      emit(new BookReset(state.symbol, rx, rx, reason));
    }
  }
}
