package io.tickgate.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.tickgate.market.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * How messages look as bytes. Data frames are put together from pieces: {@link #open}, elements
 * with {@link #separator} between them, {@link #close}.
 */
public final class Encoding {
  /** Text messages, the default. */
  public static final Encoding JSON = new Encoding();

  /** Deeper nesting than any of our messages has is somebody's attack on a parser. */
  private static final int MAX_NESTING = 16;

  private final ObjectMapper mapper;

  private Encoding() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build();
    mapper = new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** The subprotocol that stands for this encoding. */
  public String subprotocol() {
    return "tickgate.v1.json";
  }

  /** Reads a client's message; throws the fault to answer with. */
  public ClientMessage read(byte[] message) throws RequestFault {
    JsonNode tree;
    try {
      tree = mapper.readTree(message);
    } catch (JsonProcessingException e) {
      throw new RequestFault(
          ErrorCode.BAD_MESSAGE, ClientMessage.NO_ID, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new RequestFault(ErrorCode.BAD_MESSAGE, ClientMessage.NO_ID, "not readable");
    }
    return Requests.read(tree);
  }

  /** Something that writes one value. */
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** The bytes of one message. */
  public byte[] write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = generator(bytes)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array doesn't fail
    }
    return bytes.toByteArray();
  }

  JsonGenerator generator(ByteArrayOutputStream bytes) throws IOException {
    return mapper.getFactory().createGenerator(bytes);
  }

  /** Start of a data message up to its first element. */
  public byte[] open(String type, Channel channel) {
    String text = "{\"type\":\"" + type + "\",\"channel\":\"" + channel.text() + "\",\"data\":[";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What stands between two elements. */
  public void separator(ByteBuf out) {
    out.writeByte(',');
  }

  /** End of a data message. */
  public void close(ByteBuf out) {
    out.writeByte(']').writeByte('}');
  }

  private static final byte[] PREV = ",\"prev\":".getBytes(StandardCharsets.US_ASCII);

  /** Writes an element, with the subscriber's own {@code prev} when it is 0 or more. */
  public void element(Fragment fragment, long prev, ByteBuf out) {
    if (prev < 0) {
      out.writeBytes(fragment.bytes());
      return;
    }
    out.writeBytes(fragment.bytes(), 0, fragment.split());
    out.writeBytes(PREV);
    writeLong(prev, out);
    out.writeBytes(fragment.bytes(), fragment.split(), fragment.bytes().length - fragment.split());
  }

  /** Bytes that {@link #element} writes. */
  public int length(Fragment fragment, long prev) {
    return fragment.bytes().length + (prev < 0 ? 0 : PREV.length + digits(prev));
  }

  private static int digits(long value) {
    int digits = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Bytes of what ends a message, and of what stands between elements. */
  public int closeLength() {
    return 2;
  }

  /** Bytes of what stands between two elements. */
  public int separatorLength() {
    return 1;
  }

  private static void writeLong(long value, ByteBuf out) {
    if (value >= 10) {
      writeLong(value / 10, out);
    }
    out.writeByte((int) ('0' + value % 10));
  }
}
