package io.tickgate.adapter.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.adapter.replay.FlatObject.Member;
import io.tickgate.adapter.replay.TapeEvent.Kind;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Lines of {@link RecordingFormat}. Undoes the escapes of a message within the line's own bytes:
 * text only gets shorter by it.
 */
final class TickgateGrammar implements LineGrammar {
  private static final byte[] FORMAT = RecordingFormat.FORMAT.getBytes(US_ASCII);
  private static final byte[] TRUE = "true".getBytes(US_ASCII);

  private final FlatObject object = new FlatObject();
  private @Nullable String venue;
  private @Nullable String session;

  /** The venue that the header told; null before a header. */
  @Nullable String venue() {
    return venue;
  }

  /** The recorded connection that the header told; null before a header or without one in it. */
  @Nullable String session() {
    return session;
  }

  @Override
  public Outcome read(byte[] bytes, int from, int to, TapeEvent event) throws IOException {
    if (!object.read(bytes, from, to)) {
      return Outcome.BROKEN;
    }
    try {
      if (object.is(Member.FORMAT, FORMAT)) {
        return header();
      }
      return event(event) ? Outcome.EVENT : Outcome.BROKEN;
    } catch (IllegalArgumentException badEscapeOrBase64) {
      return Outcome.BROKEN;
    }
  }

  private Outcome header() throws IOException {
    if (number(Member.VERSION) != RecordingFormat.VERSION) {
      throw new IOException(
          "a version of the recording format that isn't known here, where it is "
              + RecordingFormat.VERSION);
    }
    venue = object.has(Member.VENUE) ? string(Member.VENUE) : null;
    session = object.has(Member.SESSION) ? string(Member.SESSION) : null;
    return Outcome.NOTHING;
  }

  private boolean event(TapeEvent event) {
    long rx = number(Member.RX);
    if (rx < 0 || rx >= MAX_TIME) {
      return false;
    }
    if (object.has(Member.IN) || object.has(Member.IN64)) {
      return bytes(event.is(Kind.FRAME, rx), Member.IN, Member.IN64);
    }
    if (object.has(Member.OUT) || object.has(Member.OUT64)) {
      return bytes(event.is(Kind.SENT, rx), Member.OUT, Member.OUT64);
    }
    if (object.has(Member.REST)) {
      event.is(Kind.ANSWER, rx).url(string(Member.REST));
      return bytes(event, Member.BODY, Member.BODY64);
    }
    if (object.has(Member.OPEN)) {
      event.is(Kind.OPEN, rx).url(string(Member.OPEN));
      return true;
    }
    if (object.has(Member.DROPPED)) {
      event.is(Kind.DROPPED, rx).dropped(number(Member.DROPPED));
      return event.dropped() >= 0;
    }
    event.is(Kind.CLOSE, rx);
    return object.is(Member.CLOSE, TRUE);
  }

  private boolean bytes(TapeEvent event, Member text, Member base64) {
    if (object.has(text)) {
      int from = object.from(text);
      event.bytes(object.bytes(), from, JsonText.unescape(object.bytes(), from, object.to(text)));
    } else if (object.has(base64)) {
      int to = object.to(base64);
      byte[] bytes =
          Base64.getDecoder().decode(Arrays.copyOfRange(object.bytes(), object.from(base64), to));
      event.bytes(bytes, 0, bytes.length);
    } else {
      return false;
    }
    return true;
  }

  private String string(Member member) {
    int from = object.from(member);
    int to = JsonText.unescape(object.bytes(), from, object.to(member));
    return new String(object.bytes(), from, to - from, UTF_8);
  }

  /** The value of a number without sign or fraction; negative when it is something else. */
  private long number(Member member) {
    return object.has(member)
        ? Epoch.ofDigits(object.bytes(), object.from(member), object.to(member))
        : Epoch.NONE;
  }
}
