package io.tickgate.adapter.venue;

import io.tickgate.market.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * From a venue's spelling of a symbol to what a decoder keeps for it, looked up by characters so
 * that a known symbol costs no {@code String}. Owned by the feed's thread.
 *
 * @param <S> the decoder's state of one symbol
 */
public final class SymbolTable<S> {
  /** Makes the state of a symbol seen for the first time. */
  @FunctionalInterface
  public interface Factory<S> {
    S create(Symbol symbol);
  }

  /** Most symbols of one feed; a venue lists a few thousand, so more is garbage. */
  public static final int MAX_SYMBOLS = 20_000;

  private final String venue;
  private final Factory<S> factory;
  private @Nullable Entry<S>[] table = newTable(256);
  private int size;

  public SymbolTable(String venue, Factory<S> factory) {
    this.venue = venue;
    this.factory = factory;
  }

  private record Entry<S>(String name, S state) {}

  /**
   * The state of that native spelling, made when it is new; null when the characters can't be a
   * symbol or the table is full.
   */
  public @Nullable S get(char[] text, int offset, int length) {
    int mask = table.length - 1;
    int slot = hash(text, offset, length) & mask;
    for (Entry<S> entry; (entry = table[slot]) != null; slot = (slot + 1) & mask) {
      if (matches(entry.name, text, offset, length)) {
        return entry.state;
      }
    }
    return add(new String(text, offset, length));
  }

  /** The same for a string. */
  public @Nullable S get(String nativeName) {
    return get(nativeName.toCharArray(), 0, nativeName.length());
  }

  /** Number of symbols seen. */
  public int size() {
    return size;
  }

  /** Hands every state to a visitor, in no order. */
  public void forEach(java.util.function.Consumer<S> visitor) {
    for (Entry<S> entry : table) {
      if (entry != null) {
        visitor.accept(entry.state);
      }
    }
  }

  private @Nullable S add(String nativeName) {
    if (size >= MAX_SYMBOLS || Symbol.fault(venue + ":" + nativeName) != null) {
      return null;
    }
    if (2 * ++size > table.length) {
      grow();
    }
    S state = factory.create(Symbol.of(venue, nativeName));
    insert(table, new Entry<>(nativeName, state));
    return state;
  }

  private void grow() {
    @Nullable Entry<S>[] larger = newTable(table.length * 2);
    for (Entry<S> entry : table) {
      if (entry != null) {
        insert(larger, entry);
      }
    }
    table = larger;
  }

  private static <S> void insert(@Nullable Entry<S>[] table, Entry<S> entry) {
    int mask = table.length - 1;
    int slot = hash(entry.name.toCharArray(), 0, entry.name.length()) & mask;
    while (table[slot] != null) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <S> @Nullable Entry<S>[] newTable(int length) {
    return new Entry[length];
  }

  private static int hash(char[] text, int offset, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + text[offset + i];
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
