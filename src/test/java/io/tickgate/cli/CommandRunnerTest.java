package io.tickgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRunnerTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "convert", "replay", "record", "tail", "health"})
  void eachCommandHasHelp(String command) {
    Shell help = Shell.run(command, "--help");
    assertEquals(0, help.code(), help.err());
    assertTrue(help.out().startsWith("Usage: tickgate " + command + " "), help.out());
    assertTrue(help.out().contains("2   called wrongly"), help.out());
    assertFalse(help.out().contains("\u001b"), "no colours but on a terminal");
    assertEquals("", help.err());
    assertTrue(Shell.run("--help").out().contains("\n  " + command + " "), "listed");
  }

  @Test
  void tellsTheVersion() {
    Shell version = Shell.run("--version");
    assertEquals("tickgate (not packaged)\n", version.out());
    assertEquals(0, version.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | tickgate: a command is missing",
        "nonsense | tickgate: Unmatched argument at index 0: 'nonsense'",
        "inspect | tickgate inspect: Missing required parameter: 'FILE'",
        "inspect --wrong x | tickgate inspect: Unknown option: '--wrong'",
        "inspect --venue=nasdaq x | tickgate inspect: --venue: 'nasdaq' is none of binance,",
        "replay --speed=fast x | tickgate replay: --speed: 'fast' is not a positive number or max",
        "replay --from=noon x | tickgate replay: Invalid value for option '--from'",
        "convert x | tickgate convert: Missing required option: '--output=FILE'",
        "record --venue=nasdaq X | tickgate record: --venue: 'nasdaq' is none of binance,",
        "record --venue=kraken --channels=bar X | tickgate record: --channels: 'bar' is not ticker,",
        "record --venue=kraken --for=5 X | tickgate record: Invalid value for option '--for'",
        "record --venue=kraken --url=http://x X | tickgate record: --url: 'http://x' is no ws or wss",
        "record --venue=kraken X$Y | tickgate record: 'X$Y': a symbol holds only letters",
        "tail --channel=news x:Y | tickgate tail: --channel: 'news' is not ticker, quote,",
        "tail --url=http://x x:Y | tickgate tail: --url: 'http://x' is no ws or wss address",
        "health --url=localhost:8080 | tickgate health: --url: 'localhost:8080' is no http or https",
        "tail | tickgate tail: Missing required parameter: 'SYMBOL'",
      })
  void saysWhatIsWrongWithACall(String line, String message) {
    Shell shell = Shell.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
    assertEquals(2, shell.code(), shell.err());
    assertEquals("", shell.out());
    assertTrue(shell.err().startsWith(message), shell.err());
    assertTrue(shell.err().endsWith(" --help'.\n"), shell.err());
    assertEquals(2, shell.err().lines().count(), shell.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect", "replay", "convert --output=out"})
  void namesAFileThatCannotBeRead(String command) throws Exception {
    Path prose = Files.writeString(folder.resolve("prose.txt"), "Dear reader,\nthis is prose.\n");
    String name = command.split(" ")[0];
    Shell missing = Shell.run((Object[]) (command + " " + folder + "/none").split(" "));
    assertEquals(1, missing.code());
    assertEquals("tickgate " + name + ": no file matches " + folder + "/none\n", missing.err());
    Shell unknown = Shell.run((Object[]) (command + " " + prose).split(" "));
    assertEquals(1, unknown.code());
    assertEquals(
        "tickgate " + name + ": " + prose + ": not a recording of a known format\n", unknown.err());
    assertEquals("", missing.out() + unknown.out());
  }
}
