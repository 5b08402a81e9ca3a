package io.tickgate.adapter.simulator.dialect;

import io.tickgate.adapter.FrameListener;
import io.tickgate.market.Decimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** Puts one message together, ASCII, in a buffer that is used again for the next. */
final class FrameText {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private byte[] bytes = new byte[4_096];
  private int length;
  private long knownSecond = Long.MIN_VALUE;
  private String knownSecondText = "";

  /** As it is; the caller sees to quotes. */
  FrameText text(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  FrameText number(long number) {
    return number(Decimal.of(number, 0));
  }

  FrameText number(Decimal number) {
    room(number.maxLength());
    length = number.writeTo(bytes, length);
    return this;
  }

  FrameText quoted(String text) {
    return text("\"").text(text).text("\"");
  }

  FrameText quoted(Decimal number) {
    return text("\"").number(number).text("\"");
  }

  /** A time in microseconds since the epoch, as RFC 3339 in quotes. */
  FrameText time(long micros) {
    long second = Math.floorDiv(micros, 1_000_000L);
    if (second != knownSecond) {
      knownSecond = second;
      knownSecondText =
          LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC).format(SECONDS) + ".";
    }
    String fraction = Long.toString(1_000_000 + Math.floorMod(micros, 1_000_000L));
    return text("\"").text(knownSecondText).text(fraction.substring(1)).text("Z\"");
  }

  /** All of them in quotes, with commas between. */
  FrameText quoted(Iterable<String> texts) {
    for (String each : texts) {
      quoted(each).text(",");
    }
    return trim(',');
  }

  /** Takes away the last character when it is that one: the comma after the last element. */
  FrameText trim(char last) {
    if (length > 0 && bytes[length - 1] == last) {
      length--;
    }
    return this;
  }

  /** The message as a string, and starts the next. */
  String take() {
    String text = new String(bytes, 0, length, StandardCharsets.US_ASCII);
    length = 0;
    return text;
  }

  /** The message as bytes, and starts the next. */
  byte[] takeBytes() {
    byte[] message = Arrays.copyOf(bytes, length);
    length = 0;
    return message;
  }

  /** Hands the message over and starts the next. */
  void sendTo(FrameListener out, long now) {
    out.onFrame(bytes, 0, length, now);
    length = 0;
  }

  /** Hands it over as the answer to a request. */
  void answerTo(FrameListener out, String url, long now) {
    out.onAnswer(url, bytes, 0, length, now);
    length = 0;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
