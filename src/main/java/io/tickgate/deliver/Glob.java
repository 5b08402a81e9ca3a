package io.tickgate.deliver;

/** A symbol with {@code *} in it, each standing for any run of characters, the empty one too. */
record Glob(String pattern) {
  /** Whether a text is a glob rather than a name. */
  static boolean is(String text) {
    return text.indexOf('*') >= 0;
  }

  /** Linear in the name for each star: a pattern can't make it slow. */
  boolean matches(String name) {
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
