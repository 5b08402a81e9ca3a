package io.tickgate.cli;

import io.tickgate.adapter.replay.FaultListener;
import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.ReplaySettings;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which files a command reads. */
final class RecordingOptions {
  /** The feed's id in settings; faults name keys of it, and keys are not what was typed here. */
  static final String FEED = "files";

  private static final Pattern FAULT =
      Pattern.compile("tickgate\\.feeds\\." + FEED + "\\.([a-z-]+): (.*)");

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Recordings and files of ticks, merged by receive time; plain, gzip, zstd or zip."
            + " Wildcards are taken too, as is classpath:NAME."
      })
  List<String> files = List.of();

  @Option(
      names = "--venue",
      paramLabel = "VENUE",
      description = "Whose messages they hold, where they don't tell: ${COMPLETION-CANDIDATES}.",
      completionCandidates = VenueNames.class)
  @Nullable String venue;

  /** The same as settings of a replay. */
  ReplaySettings settings(String speed, boolean loop, ReplaySettings.Span span) {
    try {
      return new ReplaySettings(FEED, String.join(",", files), venue, speed, loop, span);
    } catch (IllegalArgumentException e) {
      throw fault(e);
    }
  }

  /** All of them, to be read once. */
  RecordingReader open(FaultListener faults) {
    ReplaySettings settings = settings("max", false, ReplaySettings.Span.ALL);
    try {
      return new RecordingReader(settings, faults);
    } catch (IllegalArgumentException e) {
      throw fault(e);
    }
  }

  /**
   * A fault in the words of the command line: what is wrong with a file isn't wrong with the call.
   */
  static CommandFault fault(IllegalArgumentException fault) {
    String text = String.valueOf(fault.getMessage());
    Matcher key = FAULT.matcher(text);
    if (!key.matches()) {
      return new CommandFault(text);
    }
    return key.group(1).equals("path")
        ? new CommandFault(key.group(2))
        : CommandFault.misuse("--" + key.group(1) + ": " + key.group(2));
  }
}
