package io.tickgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** From a symbol's bytes in a message to its number, without a {@code String}. */
final class SymbolIndex {
  private final List<String> names;
  private final byte[][] bytes;
  private final int[] table;

  SymbolIndex(List<String> names) {
    this.names = List.copyOf(names);
    bytes = new byte[names.size()][];
    table = new int[Integer.highestOneBit(names.size()) * 4];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = names.get(i).getBytes(StandardCharsets.US_ASCII);
      int slot = hash(bytes[i], 0, bytes[i].length);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = i + 1;
    }
  }

  int size() {
    return bytes.length;
  }

  String name(int number) {
    return names.get(number);
  }

  /** The number of a symbol, or -1. */
  int find(byte[] text, int from, int to) {
    int slot = hash(text, from, to);
    for (; table[slot] != 0; slot = (slot + 1) & (table.length - 1)) {
      byte[] candidate = bytes[table[slot] - 1];
      if (java.util.Arrays.equals(candidate, 0, candidate.length, text, from, to)) {
        return table[slot] - 1;
      }
    }
    return -1;
  }

  private int hash(byte[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + text[i];
    }
    return (hash ^ hash >>> 15) & (table.length - 1);
  }
}
