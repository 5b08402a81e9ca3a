package io.tickgate.adapter.venue;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Locale;

/**
 * A short text copied out of a message, to be looked at when the message was read to its end. Used
 * again for each message, so a known symbol or channel costs no {@code String}. Owned by the feed's
 * thread.
 */
public final class Chars {
  /** Longest text kept: twice a symbol and the longest name of a channel. */
  public static final int MAX_LENGTH = 160;

  private final char[] text = new char[MAX_LENGTH];
  private int length;

  /** Forgets the text. */
  public void clear() {
    length = 0;
  }

  /** Copies the text the parser stands on; throws when it is longer than any name of a venue. */
  public void set(JsonParser json) throws IOException {
    int size = json.getTextLength();
    if (size > MAX_LENGTH) {
      throw new IllegalArgumentException("a name of " + size + " characters");
    }
    System.arraycopy(json.getTextCharacters(), json.getTextOffset(), text, 0, size);
    length = size;
  }

  /** Copies ASCII; throws likewise. */
  public void set(byte[] ascii, int offset, int size) {
    if (size > MAX_LENGTH) {
      throw new IllegalArgumentException("a name of " + size + " characters");
    }
    for (int i = 0; i < size; i++) {
      text[i] = (char) ascii[offset + i];
    }
    length = size;
  }

  /** The characters; valid up to {@link #length}, until the next message. */
  public char[] array() {
    return text;
  }

  /** Number of characters; 0 when there was no such text. */
  public int length() {
    return length;
  }

  /** Position of that text, or -1. */
  public int indexOf(String part) {
    for (int at = 0; at + part.length() <= length; at++) {
      if (matches(at, part)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether it is that text. */
  public boolean is(String other) {
    return length == other.length() && matches(0, other);
  }

  /** Whether it starts with that text. */
  public boolean startsWith(String prefix) {
    return length >= prefix.length() && matches(0, prefix);
  }

  /** Whether it ends with that text. */
  public boolean endsWith(String suffix) {
    return length >= suffix.length() && matches(length - suffix.length(), suffix);
  }

  private boolean matches(int at, String part) {
    for (int i = 0; i < part.length(); i++) {
      if (text[at + i] != part.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The first characters in upper case; a new {@code String}. */
  public String upperCase(int end) {
    return new String(text, 0, end).toUpperCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return new String(text, 0, length);
  }
}
