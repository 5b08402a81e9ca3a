package io.tickgate.adapter.publish;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.market.Symbol;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * From the characters a parser stands on to their symbol, which costs no {@code String} for one
 * seen lately. A place holds the last symbol that fell on it: bounded, and nothing to evict.
 */
final class SymbolCache {
  /** A power of two; some times the symbols that one publisher writes. */
  private static final int PLACES = 1_024;

  private final @Nullable Symbol[] places = new Symbol[PLACES];

  Symbol read(JsonParser json) throws IOException, RequestFault {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw FieldReader.bad("symbol", "not a string");
    }
    int length = json.getTextLength();
    if (length > Symbol.MAX_LENGTH) {
      throw bad("a symbol has 1 to " + Symbol.MAX_LENGTH + " characters");
    }
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    int place = hash(text, offset, length) & (PLACES - 1);
    Symbol known = places[place];
    if (known != null && matches(known.name(), text, offset, length)) {
      return known;
    }
    String name = new String(text, offset, length);
    String fault = Symbol.fault(name);
    if (fault != null) {
      throw bad(fault);
    }
    Symbol symbol = Symbol.of(name);
    places[place] = symbol;
    return symbol;
  }

  private static RequestFault bad(String fault) {
    return new RequestFault(ErrorCode.BAD_SYMBOL, ClientMessage.NO_ID, "symbol: " + fault);
  }

  private static int hash(char[] text, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = hash * 31 + text[i];
    }
    return hash ^ (hash >>> 15);
  }

  private static boolean matches(String name, char[] text, int offset, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != text[offset + i]) {
        return false;
      }
    }
    return true;
  }
}
