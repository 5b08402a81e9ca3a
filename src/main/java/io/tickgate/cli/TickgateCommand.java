package io.tickgate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** What stands before every command. */
@Command(
    name = "tickgate",
    description = "Live market data: recordings and streams.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    versionProvider = TickgateCommand.Version.class,
    subcommands = {
      InspectCommand.class,
      ConvertCommand.class,
      ReplayCommand.class,
      RecordCommand.class,
      TailCommand.class,
      HealthCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  tickgate inspect 'recordings/*.gz'",
      "  tickgate convert -o day.tickgate.ndjson.gz trades.csv.gz quotes.csv.gz",
      "  tickgate replay --speed 10 day.tickgate.ndjson.gz",
      "  tickgate record --venue kraken --for 1h BTC/USD ETH/USD",
      "  tickgate tail --channel trade 'sim:*'",
      "",
      "'tickgate COMMAND --help' has the options. Without a command the gateway starts."
    })
final class TickgateCommand implements Runnable {
  @Override
  public void run() {
    throw CommandFault.misuse("a command is missing");
  }

  /** The application's, as far as it is packaged. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = TickgateCommand.class.getPackage().getImplementationVersion();
      return new String[] {"tickgate " + (version == null ? "(not packaged)" : version)};
    }
  }
}
