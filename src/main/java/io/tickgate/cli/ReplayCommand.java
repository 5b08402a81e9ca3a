package io.tickgate.cli;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.publish.RecordedDecoders;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.replay.TapeEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the ticks of files as they would come. */
@Command(
    name = "replay",
    description = {
      "Prints the ticks of files at the pace at which they came, or another.",
      "With --json quotes, trades, books and statuses are lines that /v1/ingest takes."
    })
final class ReplayCommand extends ToolCommand {
  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Option(
      names = "--speed",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "1 is the recorded pace; or max. Default: ${DEFAULT-VALUE}.")
  private String speed = "1";

  @Option(names = "--from", paramLabel = "TIME", description = "As 2026-01-31T12:00:00Z.")
  private @Nullable Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Likewise; itself included.")
  private @Nullable Instant to;

  @Option(
      names = "--symbols",
      split = ",",
      paramLabel = "SYMBOL",
      description = "Only these: names or globs, with the venue or without.")
  private List<String> symbols = List.of();

  @Option(names = "--loop", description = "Starts over at the end.")
  private boolean loop;

  @Option(names = "--json", description = "A JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    TickPrinter printer = new TickPrinter(console().out(), new SymbolFilter(symbols), json);
    ReplayAdapter adapter = adapter(printer);
    adapter.start();
    try {
      printer.awaitEnd();
    } catch (InterruptedException e) {
      // how it may end
    } finally {
      adapter.stop();
    }
    if (!printer.failure().isEmpty()) {
      throw new CommandFault(printer.failure());
    }
    return 0;
  }

  private ReplayAdapter adapter(TickPrinter printer) {
    FeedCounters counters = new FeedCounters();
    ReplaySettings.Span span = new ReplaySettings.Span(micros(from), micros(to));
    ReplaySettings settings = recordings.settings(speed, loop, span);
    try {
      return new ReplayAdapter(
          settings,
          venue -> RecordedDecoders.create(venue, printer, counters),
          printer,
          printer,
          ReplayClock.SYSTEM);
    } catch (IllegalArgumentException e) {
      throw RecordingOptions.fault(e);
    }
  }

  private static long micros(@Nullable Instant time) {
    return time == null ? TapeEvent.NO_TIME : Times.micros(time);
  }
}
