package io.tickgate.cli;

import io.tickgate.adapter.publish.TickWriter;
import io.tickgate.adapter.replay.TapeEvent;
import io.tickgate.market.BookChange;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Tick;
import io.tickgate.record.RecordingOutput;
import java.io.IOException;
import java.util.List;

/** Writes events of a tape to a recording; ticks as messages of those who publish them. */
final class EventCopy {
  private final RecordingOutput out;
  private final TickWriter writer;

  EventCopy(RecordingOutput out, TickWriter writer) {
    this.out = out;
    this.writer = writer;
  }

  void write(TapeEvent event, long rx) throws IOException {
    switch (event.kind()) {
      case OPEN -> out.open(event.url(), rx);
      case SENT -> out.sent(event.bytes(), event.offset(), event.length(), rx);
      case FRAME -> out.frame(event.bytes(), event.offset(), event.length(), rx);
      case ANSWER -> out.answer(event.url(), event.bytes(), event.offset(), event.length(), rx);
      case CLOSE -> out.closed(rx);
      case DROPPED -> out.dropped(event.dropped(), rx);
      case TICK -> tick(event.tick(), rx);
    }
  }

  private void tick(Tick tick, long rx) throws IOException {
    if (!TickWriter.isPublished(tick)) {
      throw new CommandFault(
          tick.symbol()
              + ": rows of this kind are no quotes, trades or books, and can't be written");
    }
    if (tick instanceof BookChange change) {
      book(change, rx);
    } else {
      message(tick, rx);
    }
  }

  /** In parts where it is longer than a reader takes: the book after the last is the same. */
  private void book(BookChange change, long rx) throws IOException {
    int most = TickWriter.maxLevels();
    int longest = Math.max(change.bids().size(), change.asks().size());
    for (int from = 0; from == 0 || from < longest; from += most) {
      message(
          new BookChange(
              change.symbol(),
              change.ts(),
              change.rx(),
              change.snapshot() && from == 0,
              part(change.bids(), from, most),
              part(change.asks(), from, most),
              change.window(),
              null),
          rx);
    }
  }

  private static List<PriceLevel> part(List<PriceLevel> levels, int from, int most) {
    int start = Math.min(from, levels.size());
    return levels.subList(start, Math.min(start + most, levels.size()));
  }

  private void message(Tick tick, long rx) throws IOException {
    byte[] message = writer.write(tick);
    out.frame(message, 0, message.length, rx);
  }
}
