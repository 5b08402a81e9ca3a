package io.tickgate.adapter.live;

import java.util.regex.Pattern;

/** The words in which a venue turns something down. */
record Reason(String text) {
  /** How venues say that it isn't the topic's fault. */
  private static final Pattern PASSING =
      Pattern.compile(
          "too (many|frequent|fast)|(msg|rate)[ -]?(limit|rate|exceeded)|try again|temporar"
              + "|unavailable|timed? ?out|internal (server )?error|overload|\\bbusy\\b",
          Pattern.CASE_INSENSITIVE);

  /** Whether the same request may be granted later. */
  boolean passes() {
    return PASSING.matcher(text).find();
  }

  /** Whether they name that symbol. */
  boolean names(String symbol) {
    int at = text.indexOf(symbol);
    int end = at + symbol.length();
    return at >= 0
        && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }
}
