package io.tickgate.cli;

import io.tickgate.adapter.live.LiveSettings;
import io.tickgate.adapter.venue.Dialogues;
import io.tickgate.adapter.venue.StreamChoice;
import io.tickgate.adapter.venue.Venues;
import io.tickgate.market.Channel;
import io.tickgate.market.Symbol;
import io.tickgate.record.Fsync;
import io.tickgate.record.RecorderSettings;
import io.tickgate.record.RecorderSettings.Rotation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records a venue. */
@Command(
    name = "record",
    description = {
      "Records what a venue sends, to the byte, until it is interrupted (Ctrl-C).",
      "Reconnects, follows the venue's limits and takes snapshots as a live feed does."
    })
final class RecordCommand extends ToolCommand {
  /** As of live feeds by default, see LiveConfig. */
  private static final long MAX_BACKOFF_MILLIS = 30_000;

  private static final long RENEW_MILLIS = 600_000;

  /** As of recordings by default, see RecordConfig. */
  private static final long ROTATE_BYTES = 256L * 1024 * 1024;

  private static final Duration ROTATE_EVERY = Duration.ofHours(1);
  private static final long BUFFER_BYTES = 16L * 1024 * 1024;

  @Option(
      names = "--venue",
      paramLabel = "VENUE",
      required = true,
      description = "One of ${COMPLETION-CANDIDATES}.",
      completionCandidates = VenueNames.class)
  private String venue = "";

  @Parameters(arity = "1..*", paramLabel = "SYMBOL", description = "As the venue spells it.")
  private List<String> symbols = List.of();

  @Option(
      names = "--channels",
      paramLabel = "CHANNEL",
      split = ",",
      defaultValue = "ticker,trade,book",
      description = "Of ticker, quote, trade, book. Default: ${DEFAULT-VALUE}.")
  private List<String> channels = List.of();

  @Option(
      names = "--depth",
      paramLabel = "LEVELS",
      description = "Of books, of those that the venue has. Default: what clients can see of them.")
  private int depth;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = "recordings",
      description = "Where the files go. Default: ${DEFAULT-VALUE}.")
  private Path folder = Path.of("");

  @Option(
      names = "--for",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Ends by itself after 90s, 5m, 1h or 1d.")
  private @Nullable Duration length;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Of the WebSocket, in place of the venue's own.")
  private Optional<URI> url = Optional.empty();

  @Option(
      names = "--rest-url",
      paramLabel = "URL",
      description = "Where REST is asked, likewise; no slash at the end.")
  private Optional<URI> restUrl = Optional.empty();

  @Override
  public Integer call() {
    LiveSettings live =
        new LiveSettings(
            venue(),
            venue(),
            url.map(each -> address("--url", each, "ws", "wss")),
            restUrl.map(each -> address("--rest-url", each, "http", "https")),
            symbols(),
            0,
            channels(),
            choice(),
            false,
            Optional.empty(),
            MAX_BACKOFF_MILLIS,
            RENEW_MILLIS);
    RecorderSettings files =
        new RecorderSettings(
            folder, new Rotation(ROTATE_BYTES, ROTATE_EVERY), BUFFER_BYTES, Fsync.ROTATE, 0);
    return new RecordingSession(console(), live, files).run(length);
  }

  private String venue() {
    if (!Venues.names().contains(venue)) {
      throw CommandFault.misuse(
          "--venue: '" + venue + "' is none of " + String.join(", ", Venues.names()));
    }
    return venue;
  }

  private StreamChoice choice() {
    StreamChoice choice = new StreamChoice(depth, StreamChoice.Trades.USUAL);
    try {
      Dialogues.create(venue, choice);
    } catch (IllegalArgumentException e) {
      throw CommandFault.misuse("--" + e.getMessage());
    }
    return choice;
  }

  private static String address(String option, URI uri, String scheme, String secure) {
    String given = String.valueOf(uri.getScheme());
    if (uri.getHost() == null || !(given.equals(scheme) || given.equals(secure))) {
      throw CommandFault.misuse(
          option + ": '" + uri + "' is no " + scheme + " or " + secure + " address");
    }
    return uri.toString();
  }

  private List<String> symbols() {
    for (String symbol : symbols) {
      String fault = Symbol.fault(venue + ":" + symbol);
      if (fault != null) {
        throw CommandFault.misuse("'" + symbol + "': " + fault);
      }
    }
    return symbols;
  }

  private Set<Channel> channels() {
    EnumSet<Channel> all = EnumSet.noneOf(Channel.class);
    for (String name : channels) {
      Channel channel = Channel.of(name);
      if (channel == null || channel == Channel.BAR) {
        throw CommandFault.misuse("--channels: '" + name + "' is not ticker, quote, trade or book");
      }
      all.add(channel);
    }
    return all;
  }
}
