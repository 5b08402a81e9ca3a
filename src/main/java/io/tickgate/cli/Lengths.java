package io.tickgate.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as {@code 90s}, {@code 5m}, {@code 1h} or {@code 1d}. */
final class Lengths implements ITypeConverter<Duration> {
  private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

  @Override
  public Duration convert(String text) {
    Matcher length = LENGTH.matcher(text);
    if (!length.matches() || Long.parseLong(length.group(1)) == 0) {
      throw new TypeConversionException("'" + text + "' is no length such as 90s, 5m, 1h or 1d");
    }
    long count = Long.parseLong(length.group(1));
    return switch (length.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
