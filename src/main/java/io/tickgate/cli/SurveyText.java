package io.tickgate.cli;

import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.market.Symbol;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A survey for people: lines of a word and what there is to say, a table, a plot. */
final class SurveyText {
  private final RecordingReader reader;
  private final Survey survey;
  private final PrintWriter out;

  SurveyText(RecordingReader reader, Survey survey, PrintWriter out) {
    this.reader = reader;
    this.survey = survey;
    this.out = out;
  }

  void print() {
    files();
    times();
    lines();
    line("symbols", Integer.toString(survey.tallies().size()));
    out.println();
    table();
    RatePlot.print(survey.rates, out);
  }

  private void files() {
    for (RecordingReader.Source source : reader.sources()) {
      String venue = source.ofTicks() ? "ticks" : "messages of " + source.venue();
      line("file", source.file() + ", " + venue);
    }
  }

  private void times() {
    if (survey.hasTimes()) {
      String length = Times.length(survey.last() - survey.first());
      line("from", Times.text(survey.first()));
      line("to", Times.text(survey.last()) + ", " + length);
      line(
          "silence",
          Times.length(survey.silence()) + " at most, from " + Times.text(survey.silenceStart()));
    }
  }

  private void lines() {
    ReplayCounters lines = reader.counters();
    line(
        "lines",
        lines.lines.sum()
            + (", " + lines.brokenLines.sum() + " broken, " + lines.longLines.sum() + " too long, ")
            + (lines.cutTails.sum() + " files cut off"));
    if (!reader.sources().stream().allMatch(RecordingReader.Source::ofTicks)) {
      messages();
    }
    line(
        "gaps",
        survey.counters.resyncs.sum()
            + (" in sequences and checksums, "
                + lines.lost.sum()
                + " events lost by the recorder"));
  }

  private void messages() {
    line(
        "messages",
        survey.messages()
            + (" of " + survey.connections() + " connections, ")
            + (survey.counters.ignored.sum() + " ignored, " + survey.counters.broken.sum())
            + (" broken, " + survey.counters.errors.sum() + " errors of the venue"));
  }

  private void line(String name, String value) {
    out.println(name + " ".repeat(10 - name.length()) + value);
  }

  private void table() {
    Table table = new Table(out);
    List<Integer> kinds = kinds();
    List<String> head = new ArrayList<>(List.of("symbol"));
    kinds.forEach(kind -> head.add(Tally.KINDS[kind]));
    table.row(head);
    for (Map.Entry<Symbol, Tally> each : survey.tallies().entrySet()) {
      List<String> row = new ArrayList<>(List.of(each.getKey().name()));
      kinds.forEach(kind -> row.add(Long.toString(each.getValue().count(kind))));
      table.row(row);
    }
    table.end();
  }

  /** Those of which there is any. */
  private List<Integer> kinds() {
    Tally all = new Tally();
    survey.tallies().values().forEach(all::add);
    List<Integer> kinds = new ArrayList<>();
    for (int kind = 0; kind < Tally.KINDS.length; kind++) {
      if (all.count(kind) > 0) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
