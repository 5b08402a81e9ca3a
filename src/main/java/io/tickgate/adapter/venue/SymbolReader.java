package io.tickgate.adapter.venue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tickgate.market.Symbol;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * From the symbol a parser stands on to what the decoder keeps of it. Owned by the feed's thread.
 *
 * @param <S> the decoder's state of one symbol
 */
public final class SymbolReader<S> {
  private final SymbolTable<S> table;

  public SymbolReader(SymbolTable<S> table) {
    this.table = table;
  }

  /**
   * The state of the symbol; null when the text can't be one, as in a venue's answer to a bad
   * request.
   *
   * @throws SymbolLimitException when it would be one symbol too many
   */
  public @Nullable S read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException("expected a symbol at " + json.currentName());
    }
    if (json.getTextLength() > Symbol.MAX_LENGTH) {
      return null;
    }
    S state = table.get(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
    if (state == null && table.size() >= SymbolTable.MAX_SYMBOLS) {
      throw SymbolLimitException.INSTANCE;
    }
    return state;
  }
}
