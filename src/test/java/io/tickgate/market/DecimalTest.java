package io.tickgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimals against {@link BigDecimal}. */
class DecimalTest {
  private static final int ROUNDS = 50_000;

  /** RFC 8259 section 6, with leading zeros and without an integer part. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]*(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  @Test
  void printsWhatItParsed() {
    long seed = 11;
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String text = number(random);
      String what = "seed " + seed + " round " + round + " of " + text;
      Decimal decimal = Decimal.parse(text);
      BigDecimal model = new BigDecimal(text);
      assertEquals(model.toPlainString(), decimal.toString(), what);
      assertEquals(model, decimal.toBigDecimal(), what);
      assertEquals(model.scale(), decimal.scale(), what);
      assertEquals(model.signum(), decimal.signum(), what);
      assertEquals(model.precision() <= 18, decimal.fitsLong(), what);
      assertEquals(decimal, Decimal.of(model), what);
      assertEquals(decimal.hashCode(), Decimal.of(model).hashCode(), what);
    }
  }

  @Test
  void printsBehindWhatIsThereAndWithinItsBound() {
    long seed = 12;
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Decimal decimal = Decimal.parse(number(random));
      byte[] target = new byte[3 + decimal.maxLength()];
      int end = decimal.writeTo(target, 3);
      String printed = new String(target, 3, end - 3, StandardCharsets.US_ASCII);
      assertEquals(decimal.toString(), printed, "seed " + seed + " round " + round);
    }
  }

  @Test
  void readsFromTheMiddleOfABuffer() {
    char[] text = "price:12.50,".toCharArray();
    assertEquals("12.50", Decimal.parse(text, 6, 5).toString());
    assertThrows(NumberFormatException.class, () -> Decimal.parse(text, 6, 6));
    assertThrows(NumberFormatException.class, () -> Decimal.parse(text, 5, 6));
  }

  @Test
  void comparesAddsAndEqualsAsBigDecimalDoes() {
    long seed = 13;
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String first = number(random);
      String second = random.nextInt(4) == 0 ? first + "0" : number(random);
      if (random.nextInt(8) == 0) {
        second = first;
      }
      String what = "seed " + seed + " round " + round + " of " + first + " and " + second;
      Decimal a = Decimal.parse(first);
      Decimal b = Decimal.parse(second.contains(".") ? second : first);
      BigDecimal modelA = a.toBigDecimal();
      BigDecimal modelB = b.toBigDecimal();
      assertEquals(modelA.compareTo(modelB), Integer.signum(a.compareTo(b)), what);
      assertEquals(modelB.compareTo(modelA), Integer.signum(b.compareTo(a)), what);
      assertEquals(modelA.equals(modelB), a.equals(b), what);
      assertEquals(modelA.add(modelB), a.plus(b).toBigDecimal(), what);
      assertEquals(modelA.add(modelB).toPlainString(), a.plus(b).toString(), what);
    }
  }

  @Test
  void comparesNeighboursOfVeryDifferentScale() {
    Decimal whole = Decimal.parse("999999999999999999");
    Decimal fraction = Decimal.parse("0.000000000000000001");
    assertEquals(1, whole.compareTo(fraction));
    assertEquals(-1, fraction.compareTo(whole));
    assertEquals(0, Decimal.parse("7").compareTo(Decimal.parse("7.000000000000000000000")));
    assertEquals(-1, Decimal.parse("-999999999999999999").compareTo(Decimal.parse("-0.1")));
    assertEquals(-1, Decimal.parse("1").compareTo(Decimal.parse("1.0000000000000000001")));
  }

  @Test
  void writesDigitsAsVenuesFeedThemToAChecksum() {
    long seed = 14;
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      String text = number(random);
      byte[] target = new byte[200];
      int end = Decimal.parse(text).writeDigitsTo(target, 2);
      String model = text.replaceAll("[-.]", "").replaceFirst("^0+", "");
      String digits = new String(target, 2, end - 2, StandardCharsets.US_ASCII);
      assertEquals(model, digits, "seed " + seed + " round " + round + " of " + text);
    }
  }

  @Test
  void scalesExactlyOrSaysThatItCannot() {
    long seed = 15;
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      Decimal decimal = Decimal.parse(number(random));
      int decimals = random.nextInt(25);
      String what = "seed " + seed + " round " + round + " of " + decimal + " to " + decimals;
      BigDecimal shifted = decimal.toBigDecimal().movePointRight(decimals);
      boolean fits =
          decimal.fitsLong()
              && decimals >= decimal.scale()
              && (shifted.signum() == 0
                  ? decimals - decimal.scale() <= 18
                  : shifted.precision() - shifted.scale() <= 18);
      long expected = fits ? shifted.longValueExact() : Decimal.NOT_SCALABLE;
      assertEquals(expected, decimal.scaledTo(decimals), what);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "-.",
        "1.",
        "-1.",
        "+1",
        "+",
        "--1",
        "1-",
        "1.2.3",
        "1..2",
        " 1",
        "1 ",
        "1,5",
        "NaN",
        "Infinity",
        "-Infinity",
        "0x10",
        "1e",
        "1e+",
        "e5",
        "-e5",
        ".e5",
        "1.e5",
        "1e5e5",
        "1e5.5",
        "1e999",
        "1e-999",
        "1e99999999999",
        "1e41",
        "1e-41",
        "1_000",
        "1f",
        "1d",
        "null",
        "\u0661\u0662",
        "1\u0662",
        "\uff11",
        "1\0",
        "12345678901234567890.",
        "+12345678901234567890",
        "12345678901234567890-",
        "1234567890123456789e5e1",
        "0.00000000000000000000000000000000000000001"
      })
  void refuses(String text) {
    assertThrows(NumberFormatException.class, () -> Decimal.parse(text));
  }

  @Test
  void refusesAThousandDigits() {
    assertThrows(NumberFormatException.class, () -> Decimal.parse("1".repeat(1_000)));
    assertThrows(NumberFormatException.class, () -> Decimal.parse("0." + "1".repeat(1_000)));
    assertThrows(NumberFormatException.class, () -> Decimal.parse("1".repeat(61)));
    assertEquals("1".repeat(60), Decimal.parse("1".repeat(60)).toString());
  }

  @Test
  void readsExponents() {
    assertEquals("100000", Decimal.parse("1e5").toString());
    assertEquals("150", Decimal.parse("1.5E+2").toString());
    assertEquals("0.0000015", Decimal.parse("1.5e-6").toString());
    assertEquals("-0.10", Decimal.parse("-10e-2").toString());
    assertEquals("1" + "0".repeat(40), Decimal.parse("1e40").toString());
    assertEquals("0." + "0".repeat(39) + "1", Decimal.parse("1e-40").toString());
  }

  @Test
  void takesNothingButNumbers() {
    long seed = 16;
    Random random = new Random(seed);
    String letters = "0123456789.-+eE0011";
    for (int round = 0; round < 4 * ROUNDS; round++) {
      StringBuilder made = new StringBuilder();
      int length = random.nextInt(random.nextInt(10) == 0 ? 30 : 8);
      while (made.length() < length) {
        made.append(letters.charAt(random.nextInt(letters.length())));
      }
      String text = made.toString();
      String what = "seed " + seed + " round " + round + " of '" + text + "'";
      boolean number = NUMBER.matcher(text).matches() && text.matches("-?\\.?[0-9].*");
      boolean exponent = text.matches(".*[eE][+-]?0*([5-9][0-9]|4[1-9]|[1-9][0-9]{2,}).*");
      BigDecimal model = number && !exponent ? new BigDecimal(text) : null;
      try {
        Decimal decimal = Decimal.parse(text);
        assertEquals(model == null ? "no number" : plain(model), decimal.toBigDecimal(), what);
      } catch (NumberFormatException e) {
        boolean large = model != null && (model.precision() > 60 || Math.abs(model.scale()) > 40);
        assertEquals(true, model == null || large, what);
      }
    }
  }

  private static BigDecimal plain(BigDecimal model) {
    return model.scale() < 0 ? model.setScale(0) : model;
  }

  @Test
  void sumsOfNumbersInBoundsAreNeverRefused() {
    Decimal large = Decimal.parse("9".repeat(60));
    Decimal fine = Decimal.parse("0." + "0".repeat(39) + "1");
    BigDecimal model = BigDecimal.ZERO;
    Decimal sum = Decimal.ZERO;
    for (int i = 0; i < 1_000; i++) {
      sum = sum.plus(large).plus(fine);
      model = model.add(large.toBigDecimal()).add(fine.toBigDecimal());
    }
    assertEquals(model.toPlainString(), sum.toString());
    assertEquals(model.negate().toPlainString(), Decimal.of(model.negate()).toString());
  }

  @Test
  void refusesAScaleOutOfRange() {
    assertThrows(NumberFormatException.class, () -> Decimal.of(1, -1));
    assertThrows(NumberFormatException.class, () -> Decimal.of(1, 41));
    assertEquals("0.0000000000000000000000000000000000000001", Decimal.of(1, 40).toString());
    assertEquals("-9223372036854775808", Decimal.of(Long.MIN_VALUE, 0).toString());
    assertEquals("-922337203.6854775808", Decimal.of(Long.MIN_VALUE, 10).toString());
  }

  /** Plain digits: short and long, with zeros in front and behind. */
  static String number(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(4) == 0) {
      text.append('-');
    }
    text.append("0".repeat(random.nextInt(4) == 0 ? random.nextInt(25) : 0));
    int lengths = random.nextInt(3) == 0 ? 20 : 12;
    digits(text, 1 + random.nextInt(lengths), random);
    if (random.nextInt(5) != 0) {
      text.append('.');
      text.append("0".repeat(random.nextInt(3) == 0 ? random.nextInt(10) : 0));
      digits(text, 1 + random.nextInt(lengths), random);
      text.append("0".repeat(random.nextInt(3) == 0 ? random.nextInt(6) : 0));
    }
    return text.toString();
  }

  private static void digits(StringBuilder text, int count, Random random) {
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
  }
}
