package io.tickgate.bench;

import io.tickgate.bench.ServerProcess.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a JVM of this version is started.
 *
 * @param name of the process, for its files
 */
record Jvm(String name, List<String> flags) {
  private static final String MEMORY = "-Xmx1g -XX:MaxDirectMemorySize=1g";

  /**
   * A heap of just what is in use after each full collection, from a small one on as none shrinks
   * below what it started with, so that the process's memory tells what connections cost and not
   * how far the heap happened to grow; and a young generation of one small size, which would grow
   * with the old one else. Any JVM can be run so; one core gives the serial collector anyway, and
   * it alone gives back at once all it can.
   */
  static final String SHRINKING =
      MEMORY
          + " -Xms16m -Xmn8m -XX:+UseSerialGC -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10"
          + " -XX:-ShrinkHeapInSteps";

  /** A server's; {@code bench.jvm} replaces the flags. */
  static Jvm of(Workload workload, String name) {
    String byDefault = workload.deliveries() == 0 ? SHRINKING : MEMORY;
    return of(name, System.getProperty("bench.jvm", byDefault));
  }

  private static Jvm of(String name, String flags) {
    List<String> all = new ArrayList<>(List.of(flags.trim().split(" +")));
    all.add(Pauses.flag(Launch.pausesFile(name)));
    if (name.startsWith(MemoryTable.NAME)) {
      all.add(Memory.FLAG);
    }
    return new Jvm(name, all);
  }

  /** One that isn't measured. */
  static Jvm plain() {
    return new Jvm("", List.of("-Xmx256m"));
  }

  /** The command that runs a class of ours. */
  List<String> main(Class<?> main, String... arguments) {
    List<String> command = command();
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The command that runs a jar. */
  List<String> jar(String path, List<String> options) {
    List<String> command = command();
    command.addAll(options);
    command.addAll(List.of("-jar", path));
    return command;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    return command;
  }
}
