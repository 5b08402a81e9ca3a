package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/**
 * A symbol with {@code *} in it, each standing for any run of characters, the empty one too.
 * Without one it matches the name alone.
 */
public record Glob(String pattern) {
  /** Whether a text is a glob rather than a name. */
  public static boolean is(String text) {
    return text.indexOf('*') >= 0;
  }

  /** Why a text can't be a glob or a name, or null when it can. */
  public static @Nullable String fault(String text) {
    if (!is(text)) {
      return Symbol.fault(text);
    }
    if (text.length() > Symbol.MAX_LENGTH) {
      return "a symbol has 1 to " + Symbol.MAX_LENGTH + " characters";
    }
    boolean good = text.chars().allMatch(c -> c == '*' || Symbol.allowed((char) c));
    return good ? null : "a glob holds only letters, digits and . - _ / : *";
  }

  /** Whether there can be a text that both match. */
  public boolean overlaps(Glob other) {
    return overlap(pattern, other.pattern);
  }

  // reachable[j]: the patterns up to i and j can match the same text; as long as both multiplied
  private static boolean overlap(String a, String b) {
    boolean[] reachable = new boolean[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      boolean[] next = new boolean[b.length() + 1];
      for (int j = 0; j <= b.length(); j++) {
        boolean star = (i > 0 && a.charAt(i - 1) == '*') || (j > 0 && b.charAt(j - 1) == '*');
        // it takes nothing, or what the other side has next
        boolean byStar = star && (reachable[j] || (j > 0 && next[j - 1]));
        boolean same = i > 0 && j > 0 && a.charAt(i - 1) == b.charAt(j - 1) && reachable[j - 1];
        next[j] = (i == 0 && j == 0) || byStar || same;
      }
      reachable = next;
    }
    return reachable[b.length()];
  }

  /** Linear in the name for each star: a pattern can't make it slow. */
  public boolean matches(String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
