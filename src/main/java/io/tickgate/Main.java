package io.tickgate;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.tickgate.cli.CommandRunner;

/**
 * The packaged application: the gateway when it is given no arguments, else one of the commands of
 * {@link io.tickgate.cli}, for which nothing of the gateway is started.
 */
@QuarkusMain
public final class Main {
  Main() {}

  public static void main(String... arguments) {
    if (arguments.length == 0) {
      Quarkus.run(arguments);
    } else {
      System.exit(CommandRunner.run(arguments));
    }
  }
}
