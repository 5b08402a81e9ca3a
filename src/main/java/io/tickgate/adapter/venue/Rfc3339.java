package io.tickgate.adapter.venue;

/**
 * Reads times as RFC 3339 section 5.6 writes them, such as {@code 2021-04-17T16:43:37.586862Z},
 * with any number of decimals, without making an object.
 */
public final class Rfc3339 {
  /** First year whose microseconds may leave the 53 bits that a JSON number of a client holds. */
  private static final int YEAR_LIMIT = 2255;

  private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int MIN_LENGTH = "1970-01-01T00:00:00Z".length();
  private static final int FRACTION = MIN_LENGTH - 1;

  private Rfc3339() {}

  /**
   * The time in microseconds since the epoch, further decimals cut off; 0 for a year before 1970 or
   * after 2254, as venues write it for a time that isn't there.
   *
   * @throws IllegalArgumentException when the characters aren't such a time
   */
  public static long micros(char[] text, int offset, int length) {
    check(length >= MIN_LENGTH);
    check(text[offset + 4] == '-' && text[offset + 7] == '-');
    check(text[offset + 13] == ':' && text[offset + 16] == ':');
    char separator = text[offset + 10];
    check(separator == 'T' || separator == 't' || separator == ' ');
    int year = number(text, offset, 4);
    int month = number(text, offset + 5, 2);
    int day = number(text, offset + 8, 2);
    check(month >= 1 && month <= 12 && day >= 1 && day <= MONTH_DAYS[month - 1]);
    int hour = number(text, offset + 11, 2);
    int minute = number(text, offset + 14, 2);
    int second = number(text, offset + 17, 2);
    check(hour < 24 && minute < 60 && second <= 60); // 60: a leap second
    int zone = offset + FRACTION + fractionLength(text, offset + FRACTION, offset + length);
    long minutes = (epochDay(year, month, day) * 24 + hour) * 60 + minute;
    minutes -= zoneMinutes(text, zone, offset + length);
    long micros = (minutes * 60 + second) * 1_000_000 + fractionMicros(text, offset + FRACTION);
    return year < 1970 || year >= YEAR_LIMIT ? 0 : Math.max(0, micros);
  }

  private static int fractionLength(char[] text, int from, int end) {
    if (text[from] != '.') {
      return 0;
    }
    int i = from + 1;
    while (i < end && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    check(i > from + 1);
    return i - from;
  }

  private static long fractionMicros(char[] text, int from) {
    long micros = 0;
    boolean digits = text[from] == '.';
    for (int i = 1; i <= 6; i++) {
      digits = digits && text[from + i] >= '0' && text[from + i] <= '9';
      micros = micros * 10 + (digits ? text[from + i] - '0' : 0);
    }
    return micros;
  }

  private static int zoneMinutes(char[] text, int from, int end) {
    check(from < end);
    if (text[from] == 'Z' || text[from] == 'z') {
      check(from + 1 == end);
      return 0;
    }
    check(text[from] == '+' || text[from] == '-');
    check(from + 6 == end && text[from + 3] == ':');
    int hours = number(text, from + 1, 2);
    int minutes = number(text, from + 4, 2);
    check(hours < 24 && minutes < 60);
    return (text[from] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }

  /** Years run from March here, so that the leap day is a year's last day. */
  private static long epochDay(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    int m = month <= 2 ? month + 9 : month - 3;
    int leapDays = Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
    int dayOfYear = (153 * m + 2) / 5 + day - 1; // 153 days in any five months from March
    return 365L * y + leapDays + dayOfYear - 719_468; // from 0000-03-01 to 1970-01-01
  }

  private static int number(char[] text, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      check(text[i] >= '0' && text[i] <= '9');
      value = value * 10 + text[i] - '0';
    }
    return value;
  }

  private static void check(boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException("not a time of RFC 3339");
    }
  }
}
