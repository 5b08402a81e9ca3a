package io.tickgate.adapter.replay;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.Playlist.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who hears which recording: a decoder a connection. REST answers that were recorded apart go to
 * all connections of their venue, since only a decoder knows whether it asked.
 */
final class Connections {
  private final List<Recording> recordings;
  private final DecoderFactory factory;
  private final TickListener ticks;
  private final ReplayCounters counters;

  /** By recording; null for those of REST answers alone. */
  private final List<@Nullable Connection> ofRecording = new ArrayList<>();

  private final List<Connection> all = new ArrayList<>();

  /** A connection of the recording, played to its decoder. */
  private static final class Connection {
    private final String venue;
    private final FrameListener listener;
    private String url = "";
    private boolean closed;

    Connection(String venue, FrameListener listener) {
      this.venue = venue;
      this.listener = listener;
    }

    void open(String address, long rx) {
      closed = false;
      url = address;
      listener.onOpen(address, rx);
    }

    void close(long rx) {
      closed = true;
      listener.onClose(rx);
    }

    /**
     * Messages are missing: what the decoder knew may be wrong by now, and many venues number too
     * little for it to notice. To start over is what a live feed would do.
     */
    void lose(long rx) {
      if (!closed) {
        listener.onClose(rx);
        listener.onOpen(url, rx);
      }
    }
  }

  Connections(
      Playlist playlist, DecoderFactory factory, TickListener ticks, ReplayCounters counters) {
    this.recordings = playlist.recordings();
    this.factory = factory;
    this.ticks = ticks;
    this.counters = counters;
    Map<Integer, Connection> byNumber = new HashMap<>();
    for (Recording recording : recordings) {
      ofRecording.add(
          recording.connection() == Playlist.NO_CONNECTION
              ? null
              : byNumber.computeIfAbsent(
                  recording.connection(), number -> connect(recording.venue())));
    }
  }

  /**
   * Plays an event to whom it concerns.
   *
   * @param rx when it is to have been received
   */
  void play(TapeEvent event, long rx) {
    switch (event.kind()) {
      case OPEN -> connection(event).open(event.url(), rx);
      case CLOSE -> connection(event).close(rx);
      case SENT -> listener(event).onSent(event.bytes(), event.offset(), event.length(), rx);
      case FRAME -> listener(event).onFrame(event.bytes(), event.offset(), event.length(), rx);
      case ANSWER -> answer(event, rx);
      case DROPPED -> connection(event).lose(rx);
      case TICK -> {
        boolean unused = ticks.onTick(event.tick()); // no checksum comes with it that could fail
      }
    }
  }

  /** Nothing more is played. */
  void end() {
    all.forEach(connection -> connection.listener.onEnd());
  }

  private void answer(TapeEvent event, long rx) {
    Connection own = ofRecording.get(event.recording());
    if (own != null) {
      answer(own, event, rx);
      return;
    }
    String venue = recordings.get(event.recording()).venue();
    boolean heard = false;
    for (Connection connection : all) {
      if (connection.venue.equals(venue)) {
        answer(connection, event, rx);
        heard = true;
      }
    }
    if (!heard) {
      counters.strayAnswers.increment();
    }
  }

  private static void answer(Connection connection, TapeEvent event, long rx) {
    connection.listener.onAnswer(event.url(), event.bytes(), event.offset(), event.length(), rx);
  }

  private FrameListener listener(TapeEvent event) {
    return connection(event).listener;
  }

  private Connection connection(TapeEvent event) {
    Connection connection = ofRecording.get(event.recording());
    if (connection == null) {
      // its top held REST answers only, and yet it is of a connection
      connection = connect(recordings.get(event.recording()).venue());
      ofRecording.set(event.recording(), connection);
    }
    return connection;
  }

  private Connection connect(String venue) {
    Connection connection = new Connection(venue, factory.create(venue));
    all.add(connection);
    return connection;
  }
}
