package io.tickgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a JVM stood still: all its safepoints, whatever they were for. The same line is written
 * by every collector, which pauses in {@code -Xlog:gc} aren't.
 */
record Pauses(double maxMillis, double sumMillis) {
  private static final Pattern TOTAL = Pattern.compile("Total: +(\\d+) ns");

  /** The flag that makes a JVM write them to that file. */
  static String flag(Path file) {
    return "-Xlog:safepoint:file=" + file + ":none:filecount=0";
  }

  /** Those in a part of the file; none without a file: not a JVM. */
  static Pauses between(Path file, long from, long to) throws IOException {
    double max = 0;
    double sum = 0;
    if (Files.exists(file)) {
      byte[] all = Files.readAllBytes(file);
      String part = new String(all, (int) from, (int) (to - from), StandardCharsets.US_ASCII);
      for (Matcher total = TOTAL.matcher(part); total.find(); ) {
        double millis = Long.parseLong(total.group(1)) / 1e6;
        max = Math.max(max, millis);
        sum += millis;
      }
    }
    return new Pauses(max, sum);
  }
}
