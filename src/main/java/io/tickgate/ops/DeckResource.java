package io.tickgate.ops;

import io.tickgate.adapter.replay.Deck;
import io.tickgate.adapter.replay.Decks;
import io.tickgate.adapter.replay.TapeEvent;
import io.tickgate.record.FeedRecording;
import io.tickgate.record.RecorderCounters;
import io.tickgate.record.Recordings;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The keys of replays and recordings: for the group {@code md-admin}. */
@Path("/v1/admin")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeckResource {
  private final Decks decks;
  private final Recordings recordings;
  private final AdminDoor door;

  DeckResource(Decks decks, Recordings recordings, AdminDoor door) {
    this.decks = decks;
    this.recordings = recordings;
    this.door = door;
  }

  /**
   * A key.
   *
   * @param op {@code play}, {@code pause}, {@code seek}, {@code speed} or {@code loop}
   * @param to of a seek: microseconds since the epoch, or {@code 2025-11-21T01:53:20Z}
   * @param speed 0.1 to 1000, or {@code max}
   */
  public record Key(
      @Nullable String op, @Nullable String to, @Nullable String speed, @Nullable Boolean loop) {}

  /** What a deck shows; times in microseconds, absent where they aren't known. */
  public record DeckView(
      String feed,
      String state,
      @Nullable Long position,
      @Nullable Long from,
      @Nullable Long to,
      @Nullable Long target,
      String speed,
      boolean loop) {}

  /** {@code start} or {@code stop}. */
  public record Switch(@Nullable String op) {}

  /** A feed's recording, and what was counted since the start of the node. */
  public record RecordingView(
      String feed,
      String state,
      long recorded,
      long dropped,
      long unwritten,
      long files,
      long failures) {}

  /** What a replay is doing. */
  @GET
  @Path("/replay/{feed}")
  @Operation(summary = "What a replay is doing and where it is")
  public DeckView deck(@PathParam("feed") String feed) {
    door.check("replay", "feed", feed);
    return view(find(feed));
  }

  /** Presses a key; what it shows is of right after. */
  @POST
  @Path("/replay/{feed}")
  @Operation(summary = "Plays, pauses, seeks, or changes speed and loop of a replay")
  public DeckView press(@PathParam("feed") String feed, @Nullable Key key) {
    String op = key == null || key.op == null ? "" : key.op;
    door.check("replay", "feed", feed, "op", shown(op));
    Deck deck = find(feed);
    if (!deck.works()) {
      throw new ClientErrorException("the replay is down", Response.Status.CONFLICT);
    }
    if (key != null) {
      press(deck, op, key);
    } else {
      throw new BadRequestException("op: missing");
    }
    return view(deck);
  }

  private static void press(Deck deck, String op, Key key) {
    switch (op) {
      case "play" -> deck.play();
      case "pause" -> deck.pause();
      case "seek" -> deck.seek(micros(key.to));
      case "speed" -> speed(deck, key.speed);
      case "loop" -> {
        if (key.loop == null) {
          throw new BadRequestException("loop: true or false");
        }
        deck.loop(key.loop);
      }
      default -> throw new BadRequestException("op: one of play, pause, seek, speed, loop");
    }
  }

  private static void speed(Deck deck, @Nullable String speed) {
    try {
      deck.speed(speed == null ? "" : speed);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e.getMessage(), e);
    }
  }

  private static long micros(@Nullable String time) {
    try {
      if (time != null && time.matches("\\d{1,16}")) {
        return Long.parseLong(time);
      }
      long micros =
          time == null ? -1 : ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
      if (micros >= 0) {
        return micros;
      }
    } catch (DateTimeException | ArithmeticException e) {
      // told below
    }
    throw new BadRequestException("to: microseconds since 1970, or a time as in RFC 3339");
  }

  private Deck find(String feed) {
    Deck deck = decks.find(feed);
    if (deck == null) {
      throw new NotFoundException("no replay " + shown(feed));
    }
    return deck;
  }

  /** Whether a feed is recorded. */
  @GET
  @Path("/record/{feed}")
  @Operation(summary = "Whether a feed is recorded, and what was counted")
  public RecordingView recording(@PathParam("feed") String feed) {
    door.check("record", "feed", feed);
    return view(feed, findRecording(feed));
  }

  /** Starts or stops a recording; each connection follows with the next message it gets. */
  @POST
  @Path("/record/{feed}")
  @Operation(summary = "Starts or stops recording a feed")
  public RecordingView record(@PathParam("feed") String feed, @Nullable Switch turn) {
    String op = turn == null || turn.op == null ? "" : turn.op;
    door.check("record", "feed", feed, "op", shown(op));
    FeedRecording recording = findRecording(feed);
    switch (op) {
      case "start" -> recording.start();
      case "stop" -> recording.stop();
      default -> throw new BadRequestException("op: start or stop");
    }
    return view(feed, recording);
  }

  private FeedRecording findRecording(String feed) {
    FeedRecording recording = recordings.find(feed);
    if (recording == null) {
      throw new NotFoundException("no feed that can be recorded is called " + shown(feed));
    }
    return recording;
  }

  private static RecordingView view(String feed, FeedRecording recording) {
    RecorderCounters counted = recording.counters();
    return new RecordingView(
        feed,
        recording.on() ? "on" : "off",
        counted.recorded.sum(),
        counted.dropped.sum(),
        counted.unwritten.sum(),
        counted.files.sum(),
        counted.failures.sum());
  }

  private static DeckView view(Deck deck) {
    Deck.Display shows = deck.display();
    return new DeckView(
        shows.feed(),
        shows.state().name().toLowerCase(Locale.ROOT),
        known(shows.position()),
        known(shows.from()),
        known(shows.to()),
        known(shows.target()),
        shows.speed(),
        shows.loop());
  }

  private static @Nullable Long known(long time) {
    return time == TapeEvent.NO_TIME ? null : time;
  }

  /** Of what somebody sent, as much as belongs into a log line or an answer. */
  private static String shown(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64);
  }
}
