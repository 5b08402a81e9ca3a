package io.tickgate.adapter.venue;

/** A message of a symbol beyond {@link SymbolTable#MAX_SYMBOLS}: dropped, and not broken. */
final class SymbolLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One for all: it carries nothing, and a flood of them must cost nothing. */
  static final SymbolLimitException INSTANCE = new SymbolLimitException();

  private SymbolLimitException() {
    super("too many symbols", null, false, false);
  }
}
