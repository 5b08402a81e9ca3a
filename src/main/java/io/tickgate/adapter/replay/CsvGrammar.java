package io.tickgate.adapter.replay;

import io.tickgate.adapter.file.CsvFault;
import io.tickgate.adapter.file.CsvFile;
import io.tickgate.adapter.replay.TapeEvent.Kind;
import io.tickgate.market.Tick;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of a {@link CsvFile}, which are ticks and not messages. */
final class CsvGrammar implements LineGrammar {
  private final String name;
  private @Nullable CsvFile file;
  private String fault = "";

  CsvGrammar(String name) {
    this.name = name;
  }

  @Override
  public Outcome read(byte[] bytes, int from, int to, TapeEvent event) throws IOException {
    try {
      CsvFile rows = file == null ? CsvFile.of(name, bytes, from, to) : file;
      if (rows == null) {
        return Outcome.BROKEN;
      }
      return outcome(file(rows).read(bytes, from, to), event);
    } catch (CsvFault e) {
      fault = String.valueOf(e.getMessage());
      if (file == null) {
        throw new IOException(fault, e);
      }
      return Outcome.BROKEN;
    }
  }

  private CsvFile file(CsvFile rows) {
    file = rows;
    return rows;
  }

  private static Outcome outcome(@Nullable Tick tick, TapeEvent event) {
    if (tick == null) {
      return Outcome.NOTHING;
    }
    event.is(Kind.TICK, tick.rx()).tick(tick);
    return Outcome.EVENT;
  }

  @Override
  public boolean end(TapeEvent event) {
    return file != null && outcome(file.end(), event) == Outcome.EVENT;
  }

  @Override
  public String fault() {
    return fault;
  }
}
