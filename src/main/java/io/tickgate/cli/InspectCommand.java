package io.tickgate.cli;

import io.tickgate.adapter.publish.RecordedDecoders;
import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.TapeEvent;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what files hold. */
@Command(
    name = "inspect",
    description = {
      "Says what files hold: symbols, ticks of each kind, times, what is missing or broken.",
      "Exits with 0 whatever that is, as long as the files can be read."
    })
final class InspectCommand extends ToolCommand {
  @Mixin private RecordingOptions recordings = new RecordingOptions();

  @Option(names = "--json", description = "One JSON object, times in microseconds.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    FaultReport faults = new FaultReport(console());
    Survey survey = new Survey();
    try (RecordingReader reader = recordings.open(faults)) {
      read(reader, survey);
      faults.end();
      if (json) {
        console().out().println(SurveyJson.of(reader, survey));
      } else {
        new SurveyText(reader, survey, console().out()).print();
      }
    }
    return 0;
  }

  private void read(RecordingReader reader, Survey survey)
      throws IOException, InterruptedException {
    RecordingReader.Player player =
        reader.player(venue -> RecordedDecoders.create(venue, survey, survey.counters), survey);
    try (Progress progress = new Progress(console(), reader, System::nanoTime)) {
      for (TapeEvent event; (event = progress.next()) != null; ) {
        survey.onEvent(event);
        player.play(event, 0);
      }
    }
  }
}
