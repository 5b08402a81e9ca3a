package io.tickgate.cli;

import io.tickgate.market.Glob;
import io.tickgate.market.Symbol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which symbols were asked for: whole or native names, or globs of them; all when none was. */
final class SymbolFilter {
  private final List<Glob> globs;
  private final Map<Symbol, Boolean> decided = new HashMap<>(); // as many as decoders may know

  SymbolFilter(List<String> names) {
    globs = names.stream().map(Glob::new).toList();
  }

  boolean takes(Symbol symbol) {
    return globs.isEmpty()
        || decided.computeIfAbsent(
            symbol,
            each ->
                globs.stream()
                    .anyMatch(
                        glob -> glob.matches(each.name()) || glob.matches(each.nativeName())));
  }
}
