package io.tickgate.adapter.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorSettingsTest {
  @Test
  void hasDefaults() {
    SimulatorSettings settings = SimulatorSettings.of("sim", Map.of());
    assertEquals(20, settings.symbols().size());
    assertEquals("BTC-USD", settings.symbols().get(0));
    assertEquals("META", settings.symbols().get(19));
    assertEquals(new SimulatorSettings("sim", settings.symbols(), 200, 1, 10, true), settings);
  }

  @Test
  void readsEveryKey() {
    SimulatorSettings settings =
        SimulatorSettings.of(
            "x",
            Map.of(
                "symbols",
                "ABC-EUR, AAPL",
                "rate",
                "200000",
                "seed",
                "-7",
                "depth",
                "25",
                "opening-rush",
                "false",
                "adapter",
                "simulator"));
    assertEquals(
        new SimulatorSettings("x", List.of("ABC-EUR", "AAPL"), 200_000, -7, 25, false), settings);
  }

  @Test
  void countsOnBeyondTheKnownNames() {
    List<String> names = SimulatorSettings.of("x", Map.of("symbols", "10000")).symbols();
    assertEquals(10_000, names.size());
    assertEquals("META", names.get(19));
    assertEquals("SIM0021-USD", names.get(20));
    assertEquals("SIM10000-USD", names.get(9_999));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbols | 0 | tickgate.feeds.desk.symbols: 0 is not 1 to 10000",
        "symbols | 10001 | tickgate.feeds.desk.symbols: 10001 is not 1 to 10000",
        "symbols | 99999999999999999999 | tickgate.feeds.desk.symbols: '99999999999999999999' is not a whole number",
        "symbols | A,,B | tickgate.feeds.desk.symbols: '': a name is empty",
        "symbols | A,B,A | tickgate.feeds.desk.symbols: 'A' is named twice",
        "symbols | A B | tickgate.feeds.desk.symbols: 'A B': a symbol holds only letters, digits and . - _ / :",
        "rate | 0 | tickgate.feeds.desk.rate: 0 is not 1 to 200000",
        "rate | 200001 | tickgate.feeds.desk.rate: 200001 is not 1 to 200000",
        "rate | 4294967297 | tickgate.feeds.desk.rate: 4294967297 is not 1 to 200000",
        "rate | fast | tickgate.feeds.desk.rate: 'fast' is not a whole number",
        "seed | 1.5 | tickgate.feeds.desk.seed: '1.5' is not a whole number",
        "depth | 26 | tickgate.feeds.desk.depth: 26 is not 1 to 25",
        "opening-rush | yes | tickgate.feeds.desk.opening-rush: 'yes' is neither true nor false",
      })
  void namesTheKeyAndTheValueAtFault(String key, String value, String message) {
    Exception fault =
        assertThrows(
            IllegalArgumentException.class, () -> SimulatorSettings.of("desk", Map.of(key, value)));
    assertEquals(message, fault.getMessage());
  }
}
