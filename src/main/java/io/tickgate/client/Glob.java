package io.tickgate.client;

/** A pattern of symbols: {@code *} stands for any characters, also none. */
final class Glob {
  private Glob() {}

  /** Whether a name stands for several symbols. */
  static boolean is(String pattern) {
    return pattern.indexOf('*') >= 0;
  }

  /** Whether a name or glob covers a symbol. */
  static boolean covers(String pattern, String symbol) {
    if (!is(pattern)) {
      return pattern.equals(symbol);
    }
    String[] parts = pattern.split("\\*", -1);
    String first = parts[0];
    String last = parts[parts.length - 1];
    int end = symbol.length() - last.length();
    if (end < first.length() || !symbol.startsWith(first) || !symbol.endsWith(last)) {
      return false;
    }
    int at = first.length();
    for (int i = 1; i < parts.length - 1; i++) {
      int found = symbol.indexOf(parts[i], at);
      at = found + parts[i].length();
      if (found < 0 || at > end) {
        return false;
      }
    }
    return true;
  }
}
