package io.tickgate.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickgate.client.ClientSettings;
import io.tickgate.client.GatewayClient;
import io.tickgate.client.Subscription;
import io.tickgate.market.Channel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a gateway streams. */
@Command(
    name = "tail",
    description = {
      "Subscribes to a gateway and prints what comes, until it is interrupted (Ctrl-C).",
      "Reconnects and resubscribes; what was missed is told."
    })
final class TailCommand extends ToolCommand {
  private static final String TOKEN_VARIABLE = "TICKGATE_TOKEN";

  @Parameters(arity = "1..*", paramLabel = "SYMBOL", description = "Names or globs, as sim:*.")
  private List<String> symbols = List.of();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "ws://localhost:8080/v1/stream",
      description = "Of the gateway. Default: ${DEFAULT-VALUE}.")
  private URI url = URI.create("");

  @Option(
      names = "--channel",
      paramLabel = "CHANNEL",
      defaultValue = "ticker",
      description = "ticker, quote, trade, book or bar. Default: ${DEFAULT-VALUE}.")
  private String channel = "";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "A JWT. Others see a command line: --token-file or " + TOKEN_VARIABLE + " hide it.")
  private @Nullable String token;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "A file with a JWT, read for each connection and before the token expires.")
  private @Nullable Path tokenFile;

  private @Nullable String first; // the token of the first connection

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "Certificates (PEM) to trust instead of the JDK's, for wss.")
  private @Nullable Path trust;

  @Option(
      names = "--interval",
      paramLabel = "MILLIS",
      description = "At most one update of a symbol in so long.")
  private int interval;

  @Option(names = "--depth", paramLabel = "LEVELS", description = "Of books: 1, 5, 10, 25 or 100.")
  private int depth;

  @Option(names = "--bar", paramLabel = "LENGTH", description = "Of bars: 1s, 5s, 1m, 5m or 1h.")
  private @Nullable String bar;

  @Option(names = "--all", description = "Every update instead of the newest.")
  private boolean all;

  @Option(names = "--json", description = "The elements as they come, a line each.")
  private boolean json;

  @Option(names = "--count", paramLabel = "N", description = "Ends after so many elements.")
  private long count;

  @Override
  public Integer call() throws InterruptedException {
    ClientSettings settings = settings();
    ElementPrinter elements =
        json ? new JsonElements(console().out()) : ElementColumns.of(channel, console().out());
    Tail tail = new Tail(console(), elements, count);
    try (GatewayClient client = new GatewayClient(settings, tail)) {
      client.subscribe(new Subscription(channel, symbols, parameters()));
      client.start();
      tail.awaitEnd();
    }
    tail.awaitGoodbye();
    return 0;
  }

  private ClientSettings settings() {
    if (Channel.of(channel) == null) {
      throw CommandFault.misuse(
          "--channel: '" + channel + "' is not ticker, quote, trade, book or bar");
    }
    first = givenToken(); // a wrong name is told at once, and not tried again and again
    try {
      ClientSettings settings = ClientSettings.of(url).withToken(this::token);
      return trust == null ? settings : settings.withTls(Trust.certificates(trust));
    } catch (IllegalArgumentException e) {
      throw CommandFault.misuse("--url: " + e.getMessage());
    }
  }

  private @Nullable String token() {
    String given = first == null ? givenToken() : first; // a pipe can be read once
    first = null;
    return given == null ? null : given.strip(); // from a file or `$(cat …)` with an end of line
  }

  private @Nullable String givenToken() {
    if (tokenFile == null) {
      return token == null ? System.getenv(TOKEN_VARIABLE) : token;
    }
    String read;
    try {
      read = Files.readString(tokenFile);
    } catch (IOException e) {
      throw new CommandFault(tokenFile + ": cannot be read: " + e);
    }
    if (read.isBlank()) { // as while it is written anew
      throw new CommandFault(tokenFile + ": is empty");
    }
    return read;
  }

  private ObjectNode parameters() {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    if (interval > 0) {
      parameters.put("intervalMs", interval);
    }
    if (depth > 0) {
      parameters.put("depth", depth);
    }
    if (bar != null) {
      parameters.put("interval", bar);
    }
    if (all) {
      parameters.put("mode", "all");
    }
    return parameters;
  }
}
