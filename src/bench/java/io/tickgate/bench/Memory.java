package io.tickgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds after a full collection, in bytes.
 *
 * @param heap live objects
 * @param direct what was taken outside the heap by its code: direct buffers above all
 * @param rss resident memory of the process
 * @param kernel buffers of all TCP sockets of the machine, so of both ends; 0 where not told
 * @param classes live objects by class
 * @param areas what the JVM has committed, by what it is for; {@code Other} is {@code direct}
 */
record Memory(
    long heap,
    long direct,
    long rss,
    long kernel,
    Map<String, Long> classes,
    Map<String, Long> areas) {
  /** A JVM needs it to tell what is outside its heap. */
  static final String FLAG = "-XX:NativeMemoryTracking=summary";

  private static final int PAGE = 4_096;
  private static final Pattern CLASS =
      Pattern.compile("(?m)^ *\\d+: +\\d+ +(?<bytes>\\d+)  (?<name>\\S+)");
  private static final Pattern AREA =
      Pattern.compile(
          "(?m)^- +(?<name>\\w[\\w ]*) \\(reserved=\\d+KB, committed=(?<bytes>\\d+)KB\\)");
  private static final Pattern KERNEL = Pattern.compile("(?m)^TCP: .* mem (\\d+)");

  static Memory of(ServerProcess server) throws IOException, InterruptedException {
    server.collectGarbage();
    // it collects again
    Map<String, Long> classes = sums(CLASS, server.jcmd("GC.class_histogram"), 1);
    server.jcmd("System.trim_native_heap"); // what compilers left; JDKs before 17.0.9 don't know it
    Map<String, Long> areas = sums(AREA, server.jcmd("VM.native_memory summary"), 1_024);
    long heap = classes.values().stream().mapToLong(Long::longValue).sum();
    long direct = areas.getOrDefault("Other", 0L);
    return new Memory(heap, direct, server.rssKb() * 1_024, kernelBuffers(), classes, areas);
  }

  /** Numbers by name, of lines that have both. */
  private static Map<String, Long> sums(Pattern line, String text, long unit) throws IOException {
    Map<String, Long> sums = new HashMap<>();
    for (Matcher found = line.matcher(text); found.find(); ) {
      sums.merge(found.group("name"), Long.parseLong(found.group("bytes")) * unit, Long::sum);
    }
    if (sums.isEmpty()) {
      throw new IOException("not the output of a JVM: " + text.lines().findFirst().orElse(""));
    }
    return Map.copyOf(sums);
  }

  private static long kernelBuffers() throws IOException {
    Path file = Path.of("/proc/net/sockstat");
    if (!Files.isReadable(file)) {
      return 0;
    }
    Matcher pages = KERNEL.matcher(Files.readString(file));
    return pages.find() ? Long.parseLong(pages.group(1)) * PAGE : 0;
  }
}
