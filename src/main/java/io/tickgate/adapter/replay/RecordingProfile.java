package io.tickgate.adapter.replay;

import io.tickgate.adapter.venue.Venues;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the first events of a recording say about it.
 *
 * @param venue the venue named in the file or told by an address in it; null when there is none
 * @param session of which recorded connection it is a part; null when it doesn't say
 * @param first when it starts: the time of its first event, or {@link TapeEvent#NO_TIME}
 * @param events whether it holds any event
 * @param connection whether it is of a connection, rather than REST answers alone
 * @param ticks whether it is a file of ticks, which name their symbols and so their venue
 */
record RecordingProfile(
    @Nullable String venue,
    @Nullable String session,
    long first,
    boolean events,
    boolean connection,
    boolean ticks) {
  /** Recorders tell the address at the top; behind these there won't be one. */
  private static final int EVENTS = 1_000;

  /** Reads as much of the file as it takes. */
  static RecordingProfile of(RecordingFile file) throws IOException {
    // faults are told when the file is played
    TapeFaults faults = TapeFaults.unheard(new ReplayCounters());
    try (RecordingTape tape = new RecordingTape(file, faults)) {
      return of(tape);
    }
  }

  private static RecordingProfile of(RecordingTape tape) throws IOException {
    String venue = null;
    long first = TapeEvent.NO_TIME;
    boolean connection = false;
    int events = 0;
    TapeEvent event;
    while (events < EVENTS && !(connection && venue != null) && (event = tape.next()) != null) {
      if (events++ == 0) {
        first = event.rx();
      }
      if (event.kind() == TapeEvent.Kind.TICK) {
        return new RecordingProfile(null, null, first, true, false, true);
      }
      connection |= event.kind() != TapeEvent.Kind.ANSWER;
      venue = tape.venue() != null ? tape.venue() : venueOf(event, venue);
    }
    return new RecordingProfile(venue, tape.session(), first, events > 0, connection, false);
  }

  private static @Nullable String venueOf(TapeEvent event, @Nullable String known) {
    return known != null ? known : Venues.venueOf(event.url());
  }
}
