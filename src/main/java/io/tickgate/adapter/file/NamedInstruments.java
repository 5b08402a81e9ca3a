package io.tickgate.adapter.file;

import io.tickgate.adapter.venue.SymbolTable;
import io.tickgate.market.Symbol;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Instruments that each row names in a column of the exchange and one of the symbol. */
final class NamedInstruments implements Instruments {
  /** A file is of one exchange; more come from files put together, and thousands from garbage. */
  private static final int MAX_EXCHANGES = 64;

  private final int exchangeColumn;
  private final int symbolColumn;
  private final Map<String, SymbolTable<Instrument>> exchanges = new HashMap<>();
  private @Nullable SymbolTable<Instrument> table; // of the exchange of the row before
  private String exchange = "";

  NamedInstruments(CsvHeader header) throws CsvFault {
    exchangeColumn = header.require("exchange");
    symbolColumn = header.require("symbol");
  }

  @Override
  public Instrument of(CsvRow row) throws CsvFault {
    SymbolTable<Instrument> known = table;
    if (known == null || !row.is(exchangeColumn, exchange)) {
      known = table(row);
    }
    Instrument instrument = known.get(row.chars(symbolColumn), 0, row.length(symbolColumn));
    if (instrument == null) {
      throw row.fault(
          symbolColumn,
          known.size() >= SymbolTable.MAX_SYMBOLS ? "too many symbols" : "no name of a symbol");
    }
    return instrument;
  }

  private SymbolTable<Instrument> table(CsvRow row) throws CsvFault {
    String name = row.text(exchangeColumn);
    SymbolTable<Instrument> known = exchanges.get(name);
    if (known == null) {
      if (name.indexOf(':') >= 0 || Symbol.fault(name + ":x") != null) {
        throw row.fault(exchangeColumn, "no name of an exchange");
      }
      if (exchanges.size() == MAX_EXCHANGES) {
        throw row.fault(exchangeColumn, "too many exchanges");
      }
      known = new SymbolTable<>(name, Instrument::new);
      exchanges.put(name, known);
    }
    table = known;
    exchange = name;
    return known;
  }
}
