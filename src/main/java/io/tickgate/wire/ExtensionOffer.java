package io.tickgate.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One extension that a client offers in {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1).
 *
 * @param parameters in the client's order, doubles included
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {

  /** A parameter; the value is null where there is none. */
  public record Parameter(String name, @Nullable String value) {}

  /**
   * All offers, the client's favourite first; several lines are one list (RFC 7230 section 3.2.2).
   *
   * @return null when a line isn't what the grammar says: such a handshake has to fail
   */
  public static @Nullable List<ExtensionOffer> parse(List<String> lines) {
    List<ExtensionOffer> offers = new ArrayList<>();
    for (String line : lines) {
      if (!new Parser(line).parse(offers)) {
        return null;
      }
    }
    return offers;
  }

  /** Reads one header line: {@code name; parameter; parameter="value", name …}. */
  private static final class Parser {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    boolean parse(List<ExtensionOffer> offers) {
      do {
        skipSpace();
        if (at == text.length() || text.charAt(at) == ',') {
          continue; // empty elements of a list count for nothing
        }
        ExtensionOffer offer = offer();
        if (offer == null) {
          return false;
        }
        offers.add(offer);
      } while (take(','));
      return at == text.length();
    }

    private @Nullable ExtensionOffer offer() {
      String name = token();
      List<Parameter> parameters = new ArrayList<>();
      while (take(';')) {
        String parameter = token();
        boolean valued = take('=');
        String value = valued ? value() : null;
        if (parameter.isEmpty() || (valued && (value == null || value.isEmpty()))) {
          return null;
        }
        parameters.add(new Parameter(parameter, value));
      }
      return name.isEmpty() ? null : new ExtensionOffer(name, List.copyOf(parameters));
    }

    private @Nullable String value() {
      skipSpace();
      return at < text.length() && text.charAt(at) == '"' ? quoted() : token();
    }

    /** A quoted string, which has to be a token when unquoted. */
    private @Nullable String quoted() {
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          return value.toString();
        }
        if (c == '\\' && ++at < text.length()) {
          c = text.charAt(at);
        }
        if (!isTokenCharacter(c)) {
          return null;
        }
        value.append(c);
      }
      return null;
    }

    private String token() {
      skipSpace();
      int start = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private boolean take(char expected) {
      skipSpace();
      boolean found = at < text.length() && text.charAt(at) == expected;
      at += found ? 1 : 0;
      return found;
    }

    private void skipSpace() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at++;
      }
    }

    private static boolean isTokenCharacter(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || TOKEN_MARKS.indexOf(c) >= 0;
    }
  }
}
