package io.tickgate.adapter.simulator.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.adapter.simulator.SimulatedMarket;
import io.tickgate.adapter.simulator.SimulatorSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialectSourceTest {
  private static final List<String> SYMBOLS = List.of("BTC-USD", "EUR-USD");

  @Test
  void opensThenRequestsThenHearsInOrderOfTime() {
    Frames frames = Frames.of(KrakenDialect::new, SYMBOLS, 100, 3, 2);
    assertEquals(
        List.of("open", "in", "out", "out", "out", "in"),
        frames.heard.stream().limit(6).map(Frames.Heard::kind).toList());
    assertEquals("wss://ws.kraken.com/v2", frames.heard.get(0).url());
    assertEquals(Frames.START, frames.heard.get(0).rx());
    long last = 0;
    for (Frames.Heard heard : frames.heard) {
      assertTrue(heard.rx() >= last, heard::toString);
      last = heard.rx();
    }
    assertEquals("close", frames.heard.get(frames.heard.size() - 1).kind());
  }

  @Test
  void arrivesAFewMillisecondsLate() {
    Frames frames = Frames.of(BinanceDialect::new, SYMBOLS, 100, 3, 2);
    for (Frames.Heard heard : frames.heard) {
      if (heard.text().contains("bookTicker\",\"u\"")) {
        long late = heard.rx() / 1_000 - heard.json().get("data").get("E").asLong();
        assertTrue(late >= 4 && late <= 8, heard::toString);
      }
    }
  }

  @Test
  void givesTheSameInManySmallStepsAsInOne() {
    SimulatorSettings settings = new SimulatorSettings("sim", SYMBOLS, 300, 4, 25, true);
    Frames steps = new Frames();
    DialectSource source =
        new DialectSource(new SimulatedMarket(settings), BinanceDialect::new, steps, 4);
    source.open(Frames.START);
    for (long now = Frames.START; now < Frames.START + 5_000_000; now += 777) {
      source.advanceTo(now);
    }
    source.advanceTo(Frames.START + 5_000_000);
    source.close(Frames.START + 5_000_000);
    assertEquals(Frames.of(BinanceDialect::new, SYMBOLS, 300, 4, 5).heard, steps.heard);
  }

  @Test
  void differsByTheSeed() {
    assertNotEquals(
        Frames.of(CoinbaseDialect::new, SYMBOLS, 100, 3, 1).heard,
        Frames.of(CoinbaseDialect::new, SYMBOLS, 100, 4, 1).heard);
  }
}
