package io.tickgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {
  private static final Pattern MODEL =
      Pattern.compile("(?=.{1,64}$)[A-Za-z0-9._/-]+:[A-Za-z0-9._/:-]+");

  @Test
  void splitsAtTheFirstColon() {
    Symbol symbol = Symbol.of("okx:BTC:USD/SWAP-1.5_x");
    assertEquals("okx", symbol.venue());
    assertEquals("BTC:USD/SWAP-1.5_x", symbol.nativeName());
    assertEquals(Symbol.of("okx", "BTC:USD/SWAP-1.5_x"), symbol);
    assertEquals(symbol.hashCode(), Symbol.of("okx", "BTC:USD/SWAP-1.5_x").hashCode());
    assertEquals("okx:BTC:USD/SWAP-1.5_x", symbol.toString());
  }

  @Test
  void knowsCapitalsFromSmallLetters() {
    assertNotEquals(Symbol.of("a:B"), Symbol.of("a:b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "a:",
        ":a",
        "a",
        "a b:c",
        "a:b*",
        "a:b,c",
        "a:\u00e9",
        "a:b\n",
        "a:b\0",
        "a:\ud83d",
        "a:b;",
        "a:b@",
        "a:b[",
        "a:b`",
        "a:b{",
        "a:b+",
        "a:\u0661"
      })
  void refuses(String name) {
    assertNotNull(Symbol.fault(name));
    assertThrows(IllegalArgumentException.class, () -> Symbol.of(name));
  }

  @Test
  void takesSixtyFourCharactersAndNoMore() {
    String longest = "v:" + "x".repeat(62);
    assertEquals(longest, Symbol.of(longest).name());
    assertThrows(IllegalArgumentException.class, () -> Symbol.of(longest + "x"));
    assertThrows(IllegalArgumentException.class, () -> Symbol.of("v", "x".repeat(63)));
  }

  @Test
  void refusesAVenueThatIsNotItsOwn() {
    assertThrows(IllegalArgumentException.class, () -> new Symbol("kraken:BTC/USD", "okx"));
    assertThrows(IllegalArgumentException.class, () -> new Symbol("kraken:BTC/USD", "krak"));
    // the venue ends at the first colon, so a venue can't hold one
    assertThrows(IllegalArgumentException.class, () -> new Symbol("a:b:c", "a:b"));
    assertThrows(IllegalArgumentException.class, () -> Symbol.of("a:b", "c"));
  }

  @Test
  void isWhatTheProtocolSays() {
    long seed = 21;
    Random random = new Random(seed);
    String letters = "aZ09._-/::*, \n\u00e9@[`{+";
    for (int round = 0; round < 100_000; round++) {
      StringBuilder made = new StringBuilder();
      int length = random.nextInt(random.nextInt(20) == 0 ? 70 : 6);
      int most = random.nextInt(3) == 0 ? letters.length() : 10;
      while (made.length() < length) {
        made.append(letters.charAt(random.nextInt(most)));
      }
      String name = made.toString();
      String what = "seed " + seed + " round " + round + " of '" + name + "'";
      if (MODEL.matcher(name).matches()) {
        assertNull(Symbol.fault(name), what);
        assertEquals(name.substring(0, name.indexOf(':')), Symbol.of(name).venue(), what);
      } else {
        assertNotNull(Symbol.fault(name), what);
      }
    }
  }
}
