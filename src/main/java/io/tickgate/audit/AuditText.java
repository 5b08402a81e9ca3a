package io.tickgate.audit;

import java.util.regex.Pattern;

/** Makes a value that somebody else chose fit for one line of {@code key=value}. */
final class AuditText {
  /** Ids, addresses and symbols are shorter; a longer text is cut. */
  static final int MAX_LENGTH = 200;

  /**
   * What looks like a JWT (RFC 7519): at least two parts in base64url with a dot between, the first
   * of which starts as {@code {"} does. Without its signature it could still be read.
   */
  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9._-]*");

  private static final Pattern PLAIN = Pattern.compile("[!#-<>-\\[\\]-~]+"); // no space, " \\ =

  private AuditText() {}

  /** The value, in quotes where it needs them; on one line and without a token in it. */
  static String of(String value) {
    // cut first: a text of megabytes costs no more than one of this length; cut again after
    // masking isn't needed, since a mask is shorter than what it stands for
    String cut = value.length() > MAX_LENGTH ? value.substring(0, MAX_LENGTH) : value;
    String masked = TOKEN.matcher(cut).replaceAll("<token>");
    if (PLAIN.matcher(masked).matches()) {
      return masked;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < masked.length(); i++) {
      char c = masked.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else {
        quoted.append(c < ' ' || c > '~' ? '?' : c);
      }
    }
    return quoted.append('"').toString();
  }
}
