package io.tickgate.cli;

import io.tickgate.adapter.publish.TickWriter;
import io.tickgate.adapter.replay.RecordingFormat;
import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.TapeEvent;
import io.tickgate.record.RecordingOutput;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what files hold as one recording. */
@Command(
    name = "convert",
    description = {
      "Writes what files hold as one recording of the gateway's own format.",
      "Messages are kept to the byte; they must be of one connection, with REST answers perhaps"
          + " beside it. Rows of CSV become messages as publishers write them, of venue tickgate."
    })
final class ConvertCommand extends ToolCommand {
  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Usually named *" + RecordingFormat.SUFFIX + ".")
  private Path output = Path.of("");

  @Option(names = "--force", description = "Writes over a file that is there.")
  private boolean force;

  @Option(
      names = "--received",
      paramLabel = "TIME",
      description = "When messages without a time were received, as 2026-01-31T12:00:00Z.")
  private @Nullable Instant received;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FaultReport faults = new FaultReport(console());
    try (RecordingReader reader = recordings.open(faults);
        Progress progress = new Progress(console(), reader, System::nanoTime)) {
      String venue = venue(reader.sources());
      TapeEvent first = progress.next();
      if (first == null) {
        throw new CommandFault("nothing to convert");
      }
      long events = convert(progress, first, venue);
      faults.end();
      console().tell(output + ": " + events + " events of venue " + venue);
    }
    return 0;
  }

  private long convert(Progress progress, TapeEvent first, String venue)
      throws IOException, InterruptedException {
    long events = 0;
    try (RecordingOutput out = new RecordingOutput(output, venue, "convert", rx(first), force)) {
      EventCopy copy = new EventCopy(out, new TickWriter());
      for (TapeEvent event = first; event != null; event = progress.next()) {
        copy.write(event, rx(event));
        events++;
      }
      out.complete();
    } catch (FileAlreadyExistsException e) {
      boolean there = output.toString().equals(e.getMessage());
      throw new CommandFault(
          e.getMessage()
              + (there
                  ? ": is there already; --force writes over it"
                  : ": another process writes it"));
    } catch (NoSuchFileException e) {
      throw new CommandFault(e.getMessage() + ": no such folder");
    }
    return events;
  }

  private long rx(TapeEvent event) {
    if (event.rx() != TapeEvent.NO_TIME) {
      return event.rx();
    }
    if (received == null) {
      throw new CommandFault("messages without a time; --received says when they came");
    }
    return Times.micros(received);
  }

  /** What the recording will be of; a recording is of one connection. */
  private static String venue(List<RecordingReader.Source> sources) {
    if (sources.stream().allMatch(RecordingReader.Source::ofTicks)) {
      return RecordingFormat.TICKS;
    }
    String venue = sources.get(0).venue();
    long connections =
        sources.stream()
            .mapToInt(RecordingReader.Source::connection)
            .filter(c -> c >= 0)
            .distinct()
            .count();
    if (connections > 1 || !sources.stream().allMatch(each -> each.venue().equals(venue))) {
      throw new CommandFault(
          "the files are of several connections, and a recording is of one: convert each by itself");
    }
    return venue;
  }
}
