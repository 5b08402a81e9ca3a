package io.tickgate.deliver;

import java.util.Arrays;

/**
 * Inflates by the letter of RFC 1951, with a window of its own choosing: what refers further back
 * fails. Java's inflater can't be told to have less than 32 kB.
 */
final class WindowInflater {
  private static final int[] LENGTH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_EXTRA = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] DISTANCE_BASE = {
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577
  };
  private static final int[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final int window;
  private byte[] out = new byte[1 << 12];
  private int size;
  private byte[] in = {};
  private int bit;
  private int farthest;

  WindowInflater(int bits) {
    window = 1 << bits;
  }

  /** The farthest that anything referred back so far. */
  int farthest() {
    return farthest;
  }

  /** Inflates a message as RFC 7692 has it, after those before. */
  byte[] inflate(byte[] message) {
    in = Arrays.copyOf(message, message.length + 4);
    in[message.length + 2] = (byte) 0xff;
    in[message.length + 3] = (byte) 0xff;
    bit = 0;
    int start = size;
    while (bit < in.length * 8) {
      block();
    }
    return Arrays.copyOfRange(out, start, size);
  }

  private void block() {
    if (bits(1) == 1) {
      throw new AssertionError("a final block");
    }
    switch (bits(2)) {
      case 0 -> stored();
      case 1 -> compressed(fixed(), code(filled(30, 5)));
      case 2 -> dynamic();
      default -> throw new AssertionError("reserved block type");
    }
  }

  private void stored() {
    bit = (bit + 7) / 8 * 8;
    int length = bits(16);
    if (bits(16) != (~length & 0xffff)) {
      throw new AssertionError("length and its complement differ");
    }
    for (int i = 0; i < length; i++) {
      put(bits(8));
    }
  }

  private static int[][] fixed() {
    int[] lengths = new int[288];
    Arrays.fill(lengths, 0, 144, 8);
    Arrays.fill(lengths, 144, 256, 9);
    Arrays.fill(lengths, 256, 280, 7);
    Arrays.fill(lengths, 280, 288, 8);
    return code(lengths);
  }

  private void dynamic() {
    int literals = bits(5) + 257;
    int distances = bits(5) + 1;
    int[] lengthLengths = new int[19];
    for (int i = bits(4) + 4, n = 0; n < i; n++) {
      lengthLengths[ORDER[n]] = bits(3);
    }
    int[][] lengthCode = code(lengthLengths);
    int[] lengths = new int[literals + distances];
    for (int i = 0; i < lengths.length; ) {
      int symbol = symbol(lengthCode);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      int value = symbol == 16 ? lengths[i - 1] : 0;
      int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
      Arrays.fill(lengths, i, i + times, value);
      i += times;
    }
    compressed(
        code(Arrays.copyOf(lengths, literals)),
        code(Arrays.copyOfRange(lengths, literals, lengths.length)));
  }

  private void compressed(int[][] literals, int[][] distances) {
    for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
      if (symbol < 256) {
        put(symbol);
        continue;
      }
      int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
      int code = symbol(distances);
      int distance = DISTANCE_BASE[code] + bits(Math.max(0, code / 2 - 1));
      if (distance > window || distance > size) {
        throw new AssertionError("refers back " + distance + " of " + Math.min(window, size));
      }
      farthest = Math.max(farthest, distance);
      for (int i = 0; i < length; i++) {
        put(out[size - distance]);
      }
    }
  }

  private void put(int value) {
    if (size == out.length) {
      out = Arrays.copyOf(out, size * 2);
    }
    out[size++] = (byte) value;
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value |= (in[bit >> 3] >> (bit & 7) & 1) << i;
    }
    return value;
  }

  private static int[] filled(int count, int value) {
    int[] all = new int[count];
    Arrays.fill(all, value);
    return all;
  }

  /** A canonical code: how many symbols of each length, and the symbols in order. */
  private static int[][] code(int[] lengths) {
    int[] counts = new int[16];
    for (int length : lengths) {
      counts[length]++;
    }
    counts[0] = 0;
    int[] offsets = new int[17];
    for (int i = 1; i < 16; i++) {
      offsets[i + 1] = offsets[i] + counts[i];
    }
    int[] symbols = new int[lengths.length];
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] != 0) {
        symbols[offsets[lengths[symbol]]++] = symbol;
      }
    }
    return new int[][] {counts, symbols};
  }

  private int symbol(int[][] code) {
    int value = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length < 16; length++) {
      value |= bits(1);
      int count = code[0][length];
      if (value - first < count) {
        return code[1][index + value - first];
      }
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new AssertionError("no such code");
  }
}
