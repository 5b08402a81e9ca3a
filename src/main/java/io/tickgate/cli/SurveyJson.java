package io.tickgate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.adapter.replay.RecordingReader;
import io.tickgate.adapter.replay.ReplayCounters;

/** A survey for programs: one JSON object, its times in microseconds since the epoch. */
final class SurveyJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As many columns as the plot has. */
  private static final int COLUMNS = 60;

  private SurveyJson() {}

  static ObjectNode of(RecordingReader reader, Survey survey) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode files = all.putArray("files");
    for (RecordingReader.Source source : reader.sources()) {
      files
          .addObject()
          .put("file", source.file())
          .put("venue", source.ofTicks() ? null : source.venue());
    }
    if (survey.hasTimes()) {
      all.put("from", survey.first()).put("to", survey.last());
      all.put("silence", survey.silence()).put("silenceFrom", survey.silenceStart());
    }
    ReplayCounters lines = reader.counters();
    all.putObject("lines")
        .put("read", lines.lines.sum())
        .put("broken", lines.brokenLines.sum())
        .put("long", lines.longLines.sum())
        .put("cutFiles", lines.cutTails.sum());
    all.putObject("messages")
        .put("received", survey.messages())
        .put("connections", survey.connections())
        .put("ignored", survey.counters.ignored.sum())
        .put("broken", survey.counters.broken.sum())
        .put("errors", survey.counters.errors.sum());
    all.putObject("gaps")
        .put("resyncs", survey.counters.resyncs.sum())
        .put("lostByRecorder", lines.lost.sum());
    symbols(survey, all.putObject("symbols"));
    rates(survey.rates, all);
    return all;
  }

  private static void symbols(Survey survey, ObjectNode symbols) {
    survey
        .tallies()
        .forEach(
            (symbol, tally) -> {
              ObjectNode counts = symbols.putObject(symbol.name());
              for (int kind = 0; kind < Tally.KINDS.length; kind++) {
                counts.put(Tally.KINDS[kind], tally.count(kind));
              }
            });
  }

  private static void rates(RateHistory rates, ObjectNode all) {
    if (!rates.isEmpty()) {
      ObjectNode plot = all.putObject("ticksPerSecond");
      plot.put("from", rates.start()).put("columnMicros", rates.columnMicros(COLUMNS));
      ArrayNode columns = plot.putArray("columns");
      for (double rate : rates.columns(COLUMNS)) {
        columns.add(rate);
      }
    }
  }
}
