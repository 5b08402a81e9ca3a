package io.tickgate.adapter.replay;

import io.tickgate.adapter.replay.LineGrammar.Outcome;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file as a tape. The first line that any grammar knows decides for the file; its name doesn't
 * matter.
 */
final class RecordingTape implements Tape {
  /** After so many lines that no grammar knows it isn't a recording with some noise at its top. */
  private static final int MAX_UNKNOWN_LINES = 100;

  private final String name;
  private final LineReader lines;
  private final TapeFaults faults;
  private final TapeEvent event = new TapeEvent();
  // our own goes before bare JSON, of which it is a case
  private final TickgateGrammar tickgate = new TickgateGrammar();
  private final CsvGrammar csv;
  private @Nullable LineGrammar grammar;
  private int unknownLines;
  private boolean ended;

  RecordingTape(RecordingFile file, TapeFaults faults) throws IOException {
    this.name = file.name();
    this.faults = faults;
    this.csv = new CsvGrammar(file.name());
    this.lines = new LineReader(file.open());
  }

  /** The venue that the recording says it is of, as far as it was read; null when it doesn't. */
  @Nullable String venue() {
    return tickgate.venue();
  }

  /** Which recorded connection it is a part of, likewise. */
  @Nullable String session() {
    return tickgate.session();
  }

  /** Bytes of the stored file that were read so far. */
  long consumed() {
    return lines.consumed();
  }

  @Override
  public @Nullable TapeEvent next() throws IOException {
    while (!ended) {
      switch (lines.next()) {
        case LINE -> {
          if (lines.to() > lines.from() && line()) {
            return event;
          }
        }
        case LONG -> faults.longLine(name, lines.number());
        case END -> {
          if (end()) {
            return event;
          }
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    ended = true;
    lines.close();
  }

  /** Reads the line; true when it is an event. */
  private boolean line() throws IOException {
    Outcome outcome = read();
    if (!lines.terminated() && !isWhole(outcome)) {
      cutTail("no end of the last line");
      return false;
    }
    faults.counters().lines.increment();
    if (outcome == Outcome.BROKEN) {
      faults.brokenLine(name, lines.number(), grammar == null ? "" : grammar.fault());
      unknownLines += grammar == null ? 1 : 0;
      requireRecording(unknownLines < MAX_UNKNOWN_LINES);
    }
    if (outcome == Outcome.EVENT && event.kind() == TapeEvent.Kind.DROPPED) {
      faults.lost(name, lines.number(), event.dropped());
    }
    return outcome == Outcome.EVENT;
  }

  private Outcome read() throws IOException {
    try {
      if (grammar != null) {
        return grammar.read(lines.bytes(), lines.from(), lines.to(), event);
      }
      for (LineGrammar candidate :
          List.of(
              tickgate,
              new CryptofeedGrammar(),
              new HftbacktestGrammar(),
              new BareGrammar(),
              csv)) {
        Outcome outcome = candidate.read(lines.bytes(), lines.from(), lines.to(), event);
        if (outcome != Outcome.BROKEN) {
          grammar = candidate;
          return outcome;
        }
      }
      return Outcome.BROKEN;
    } catch (IOException e) {
      throw new IOException(name + ": line " + lines.number() + ": " + e.getMessage(), e);
    }
  }

  /** Whether a line that ended with the file is nevertheless all there. */
  private boolean isWhole(Outcome outcome) {
    if (grammar == tickgate) {
      return outcome != Outcome.BROKEN;
    }
    if (grammar == csv) {
      return outcome != Outcome.BROKEN && lines.fault() == null;
    }
    return outcome == Outcome.EVENT
        && JsonText.isWhole(event.bytes(), event.offset(), event.offset() + event.length());
  }

  /** The last line was read; true when there is an event nevertheless. */
  private boolean end() throws IOException {
    ended = true;
    Exception fault = lines.fault();
    if (fault != null) {
      cutTail(String.valueOf(fault.getMessage()));
      return false; // what was kept back may miss its rest
    }
    requireRecording(unknownLines == 0 || grammar != null);
    return grammar != null && grammar.end(event);
  }

  private void cutTail(String reason) {
    ended = true;
    faults.cutTail(name, lines.number(), reason);
  }

  private void requireRecording(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException(name + ": not a recording of a known format");
    }
  }
}
