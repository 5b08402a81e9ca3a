package io.tickgate.market;

import org.jspecify.annotations.Nullable;

/**
 * An instrument at a venue, written {@code venue:native} with the native part spelled as the venue
 * spells it, such as {@code kraken:BTC/USD}.
 *
 * @param name the whole name: 1 to 64 letters, digits and {@code . - _ / :}, case-sensitive
 * @param venue what stands before the first colon, never empty
 */
public record Symbol(String name, String venue) {
  /** Longest name allowed, in characters. */
  public static final int MAX_LENGTH = 64;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when the name isn't a symbol; the message says why
   */
  public Symbol {
    String fault = fault(name);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    if (!name.startsWith(venue) || name.indexOf(':') != venue.length()) {
      throw new IllegalArgumentException(name + " is not of venue " + venue);
    }
  }

  /** The symbol of that whole name; throws {@link IllegalArgumentException} when it isn't one. */
  public static Symbol of(String name) {
    String fault = fault(name);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    return new Symbol(name, name.substring(0, name.indexOf(':')));
  }

  /** The symbol of a venue and a native spelling; throws when the result isn't one. */
  public static Symbol of(String venue, String nativeName) {
    return new Symbol(venue + ":" + nativeName, venue);
  }

  /** The part after the first colon, as the venue spells it. */
  public String nativeName() {
    return name.substring(venue.length() + 1);
  }

  /** Why a text can't be a symbol, or null when it can. */
  public static @Nullable String fault(String name) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return "a symbol has 1 to " + MAX_LENGTH + " characters";
    }
    for (int i = 0; i < name.length(); i++) {
      if (!allowed(name.charAt(i))) {
        return "a symbol holds only letters, digits and . - _ / :";
      }
    }
    int colon = name.indexOf(':');
    return colon > 0 && colon < name.length() - 1 ? null : "a symbol is written venue:native";
  }

  /** Whether a character may stand in a symbol. */
  public static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '-' && c <= ':') // - . / 0-9 :
        || c == '_';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Symbol that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
