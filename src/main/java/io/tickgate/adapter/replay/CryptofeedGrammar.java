package io.tickgate.adapter.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.adapter.replay.TapeEvent.Kind;
import java.util.Arrays;

/**
 * Lines of the cryptofeed recorder, with seconds since the epoch:
 *
 * <pre>
 *   &lt;epoch&gt;: &lt;message&gt;             received
 *   &lt;url&gt; &lt;- &lt;epoch&gt;: &lt;message&gt;    sent
 *   &lt;url&gt; &lt;-&gt; &lt;epoch&gt;              connected
 *   &lt;url&gt; -&gt; &lt;epoch&gt;: &lt;body&gt;       REST answer
 *   configuration: &lt;json&gt;         the recorder's subscription
 * </pre>
 */
final class CryptofeedGrammar implements LineGrammar {
  private static final byte[] CONFIGURATION = "configuration:".getBytes(UTF_8);

  @Override
  public Outcome read(byte[] bytes, int from, int to, TapeEvent event) {
    if (bytes[from] >= '0' && bytes[from] <= '9') {
      return message(Kind.FRAME, bytes, from, to, event);
    }
    if (startsWith(bytes, from, to, CONFIGURATION)) {
      return Outcome.NOTHING;
    }
    return withUrl(bytes, from, to, event);
  }

  private static Outcome withUrl(byte[] bytes, int from, int to, TapeEvent event) {
    int arrow = indexOf(bytes, ' ', from, to) + 1;
    int time = indexOf(bytes, ' ', arrow, to) + 1;
    if (time >= to || !isUrl(bytes, from, arrow - 1)) {
      return Outcome.BROKEN;
    }
    String url = new String(bytes, from, arrow - 1 - from, UTF_8);
    Outcome outcome =
        switch (new String(bytes, arrow, time - 1 - arrow, UTF_8)) {
          case "<->" -> opened(bytes, time, to, event);
          case "<-" -> message(Kind.SENT, bytes, time, to, event);
          case "->" -> message(Kind.ANSWER, bytes, time, to, event);
          default -> Outcome.BROKEN;
        };
    event.url(url);
    return outcome;
  }

  private static Outcome opened(byte[] bytes, int from, int to, TapeEvent event) {
    long rx = Epoch.ofSeconds(bytes, from, to);
    if (rx == Epoch.NONE) {
      return Outcome.BROKEN;
    }
    event.is(Kind.OPEN, rx);
    return Outcome.EVENT;
  }

  private static Outcome message(Kind kind, byte[] bytes, int from, int to, TapeEvent event) {
    int colon = indexOf(bytes, ':', from, to);
    long rx = Epoch.ofSeconds(bytes, from, colon);
    int start = colon + 1 < to && bytes[colon + 1] == ' ' ? colon + 2 : colon + 1;
    if (rx == Epoch.NONE || start >= to) {
      return Outcome.BROKEN;
    }
    event.is(kind, rx).bytes(bytes, start, to);
    return Outcome.EVENT;
  }

  private static boolean isUrl(byte[] bytes, int from, int to) {
    int colon = indexOf(bytes, ':', from, to);
    return colon > from && colon + 2 < to && bytes[colon + 1] == '/' && bytes[colon + 2] == '/';
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] start) {
    return to - from >= start.length
        && Arrays.equals(bytes, from, from + start.length, start, 0, start.length);
  }

  /** The place of a character, or {@code to} without one. */
  private static int indexOf(byte[] bytes, char character, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != character) {
      i++;
    }
    return i;
  }
}
