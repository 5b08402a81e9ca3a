package io.tickgate.adapter.replay;

import io.tickgate.adapter.replay.Playlist.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * All recordings of a playlist as one tape, in the order of receive time; at equal times in the
 * order of the list, and within a file always in the file's order. Recordings without times come
 * last, one after the other.
 *
 * <p>A file is opened when its turn comes, so a long row of rotated files takes the memory of one.
 */
final class MergedTape implements Tape {
  private final PriorityQueue<Reel> reels =
      new PriorityQueue<>(
          Comparator.<Reel>comparingLong(r -> r.due).thenComparingInt(r -> r.index));
  private final List<Reel> all = new ArrayList<>();
  private final TapeFaults faults;
  private @Nullable Reel playing;

  MergedTape(Playlist playlist, TapeFaults faults) {
    this.faults = faults;
    for (Recording recording : playlist.recordings()) {
      all.add(new Reel(all.size(), recording));
    }
    reels.addAll(all);
  }

  @Override
  public @Nullable TapeEvent next() throws IOException {
    Reel reel = playing;
    playing = null;
    if (reel == null) {
      reel = reels.poll();
    }
    while (reel != null) {
      TapeEvent event = reel.advance();
      if (event != null) {
        Reel next = reels.peek();
        if (next == null || reels.comparator().compare(reel, next) <= 0) {
          playing = reel;
          return event;
        }
        reel.waiting = true;
        reels.add(reel);
      }
      reel = reels.poll();
    }
    return null;
  }

  /** Bytes of the stored files that were read so far. */
  long consumed() {
    long bytes = 0;
    for (Reel reel : all) {
      bytes += reel.tape == null ? 0 : reel.tape.consumed();
    }
    return bytes;
  }

  /** Bytes of all stored files, as far as their sizes are known. */
  long size() {
    long bytes = 0;
    for (Reel reel : all) {
      bytes += reel.file.size();
    }
    return bytes;
  }

  @Override
  public void close() {
    all.forEach(Reel::close);
  }

  /** One file, standing at the event that is next in it. */
  private final class Reel {
    private final int index;
    private final RecordingFile file;
    private @Nullable RecordingTape tape;
    private @Nullable TapeEvent event;
    private boolean waiting;
    private long due;

    Reel(int index, Recording recording) {
      this.index = index;
      this.file = recording.file();
      this.due = due(recording.first());
    }

    /** The event that waited for its turn, or else the next one of the file; null at its end. */
    @Nullable TapeEvent advance() throws IOException {
      if (waiting) {
        waiting = false;
        return event;
      }
      if (tape == null) {
        tape = new RecordingTape(file, faults);
      }
      event = tape.next();
      if (event == null) {
        tape.close();
        return null;
      }
      // time that goes back within a file neither stalls it nor changes its order
      due = Math.max(due, due(event.rx()));
      event.place(index, event.rx() == TapeEvent.NO_TIME ? TapeEvent.NO_TIME : due);
      return event;
    }

    void close() {
      if (tape != null) {
        tape.close();
      }
    }

    private static long due(long rx) {
      return rx == TapeEvent.NO_TIME ? Long.MAX_VALUE : rx;
    }
  }
}
