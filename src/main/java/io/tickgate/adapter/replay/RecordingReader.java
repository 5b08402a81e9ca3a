package io.tickgate.adapter.replay;

import io.tickgate.adapter.TickListener;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recordings read once from beginning to end, without a pace or a thread of its own: for tools. In
 * the order in which a replay plays them; owned by the thread that reads.
 */
public final class RecordingReader implements Tape {
  /**
   * One of the files.
   *
   * @param venue whose messages it holds; empty of a file of ticks
   * @param connection the same for files of one connection; -1 of ticks, and of REST answers that
   *     were recorded apart
   * @param first when it starts, or {@link TapeEvent#NO_TIME}
   */
  public record Source(String file, String venue, int connection, long first) {
    /** Whether it holds ticks and no messages. */
    public boolean ofTicks() {
      return venue.equals(Playlist.NO_VENUE);
    }
  }

  /** Hands events to the decoders of their connections. */
  public interface Player {
    /** Plays an event; one without a time as if it were received at that one. */
    void play(TapeEvent event, long otherwise);
  }

  private final Playlist playlist;
  private final ReplayCounters counters = new ReplayCounters();
  private final MergedTape tape;

  /**
   * Finds the files and reads their first lines. The speed of the settings, and the part of the
   * recording that they name, have no effect.
   *
   * @throws IllegalArgumentException when there is nothing to read; names the key of a
   *     configuration, {@code tickgate.feeds.<id>.…: }
   */
  public RecordingReader(ReplaySettings settings, FaultListener faults) {
    this.playlist = Playlist.of(settings);
    this.tape = new MergedTape(playlist, TapeFaults.heard(counters, faults));
  }

  /** The files in the order of the path; an event tells its {@link TapeEvent#recording}. */
  public List<Source> sources() {
    return playlist.recordings().stream()
        .map(each -> new Source(each.file().name(), each.venue(), each.connection(), each.first()))
        .toList();
  }

  @Override
  public @Nullable TapeEvent next() throws IOException {
    return tape.next();
  }

  /**
   * Something that plays events.
   *
   * @param ticks hears the rows of files of ticks; what decoders say is theirs
   */
  public Player player(DecoderFactory decoders, TickListener ticks) {
    Connections connections = new Connections(playlist, decoders, ticks, counters);
    return (event, otherwise) ->
        connections.play(event, event.rx() == TapeEvent.NO_TIME ? otherwise : event.rx());
  }

  public ReplayCounters counters() {
    return counters;
  }

  /** Bytes of the stored files that were read so far. */
  public long consumed() {
    return tape.consumed();
  }

  /** Bytes of all stored files, as far as their sizes are known. */
  public long size() {
    return tape.size();
  }

  @Override
  public void close() {
    tape.close();
  }
}
