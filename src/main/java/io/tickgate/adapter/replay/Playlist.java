package io.tickgate.adapter.replay;

import io.tickgate.adapter.venue.Venues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that a feed plays: which files, of which venue, and which of them are of the same
 * connection.
 *
 * @param recordings in the order of the path
 */
record Playlist(List<Recording> recordings) {
  /** The connection of a recording that holds REST answers alone. */
  static final int NO_CONNECTION = -1;

  /** The venue of a file of ticks, whose symbols tell theirs. */
  static final String NO_VENUE = "";

  /**
   * One file.
   *
   * @param first when it starts, or {@link TapeEvent#NO_TIME}
   * @param venue one of {@link Venues#names}, {@link RecordingFormat#TICKS}, or {@link #NO_VENUE}
   * @param connection number of the connection it is of, or {@link #NO_CONNECTION}; parts that a
   *     recorder wrote one after the other have the same
   */
  record Recording(RecordingFile file, long first, String venue, int connection) {}

  Playlist {
    recordings = List.copyOf(recordings);
  }

  /** When the earliest of them starts, or {@link TapeEvent#NO_TIME} when none has times. */
  long first() {
    return recordings.stream()
        .mapToLong(Recording::first)
        .filter(each -> each != TapeEvent.NO_TIME)
        .min()
        .orElse(TapeEvent.NO_TIME);
  }

  /**
   * Finds the files and reads their tops.
   *
   * @throws IllegalArgumentException when the settings don't lead to something that can be played;
   *     names the key
   */
  static Playlist of(ReplaySettings settings) {
    List<Recording> recordings = new ArrayList<>();
    Map<String, Integer> connections = new HashMap<>();
    for (RecordingFile file : find(settings)) {
      RecordingProfile profile = profile(settings, file);
      // nothing in it: a recorder that was killed before it had something to write
      if (profile.events()) {
        Integer connection = NO_CONNECTION;
        if (profile.connection() || profile.session() != null) {
          String key = profile.session() != null ? "session " + profile.session() : file.name();
          connection = connections.computeIfAbsent(key, k -> connections.size());
        }
        String venue = profile.ticks() ? NO_VENUE : venue(settings, file, profile.venue());
        recordings.add(new Recording(file, profile.first(), venue, connection));
      }
    }
    if (recordings.isEmpty()) {
      throw settings.fault("path", "nothing is recorded in " + settings.path());
    }
    return new Playlist(recordings);
  }

  private static List<RecordingFile> find(ReplaySettings settings) {
    try {
      return RecordingPath.find(settings.path());
    } catch (IllegalArgumentException e) {
      throw settings.fault("path", String.valueOf(e.getMessage()));
    }
  }

  private static RecordingProfile profile(ReplaySettings settings, RecordingFile file) {
    try {
      return RecordingProfile.of(file);
    } catch (IOException e) {
      throw settings.fault("path", String.valueOf(e.getMessage()));
    }
  }

  private static String venue(
      ReplaySettings settings, RecordingFile file, @Nullable String recorded) {
    String venue = settings.venue() != null ? settings.venue() : recorded;
    if (venue == null || !ReplaySettings.isVenue(venue)) {
      throw settings.fault(
          "venue",
          (venue == null ? file.name() + " doesn't tell its venue" : "unknown venue " + venue)
              + "; set one of "
              + ReplaySettings.venues());
    }
    return venue;
  }
}
