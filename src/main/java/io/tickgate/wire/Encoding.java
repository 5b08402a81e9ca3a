package io.tickgate.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.tickgate.market.Channel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How messages look as bytes: JSON text, or the same messages as CBOR maps. Data frames are put
 * together from pieces: {@link #open}, elements with {@link #separator} between them, {@link
 * #close}. Any thread.
 */
public abstract sealed class Encoding permits JsonEncoding, CborEncoding {
  /** Text messages, the default. */
  public static final Encoding JSON = new JsonEncoding();

  /** Binary messages (RFC 8949). */
  public static final Encoding CBOR = new CborEncoding();

  private static final List<Encoding> ALL = List.of(JSON, CBOR);

  /** Deeper nesting than any of our messages has is somebody's attack on a parser. */
  static final int MAX_NESTING = 16;

  private final ObjectMapper mapper;
  private final byte[][] openings; // of updates and snapshots of each channel in turn

  Encoding(JsonFactory factory) {
    mapper = new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    Channel[] channels = Channel.values();
    openings = new byte[channels.length * 2][];
    for (Channel channel : channels) {
      openings[channel.ordinal() * 2] = opening("update", channel);
      openings[channel.ordinal() * 2 + 1] = opening("snapshot", channel);
    }
  }

  /** The encoding that a subprotocol stands for, or null. */
  public static @Nullable Encoding of(String subprotocol) {
    for (Encoding encoding : ALL) {
      if (encoding.subprotocol().equals(subprotocol)) {
        return encoding;
      }
    }
    return null;
  }

  /** The subprotocol that stands for this encoding. */
  public abstract String subprotocol();

  /** Whether its messages are binary ones. */
  public abstract boolean binary();

  /** Start of a data message up to its first element. */
  public final byte[] open(boolean snapshot, Channel channel) {
    return openings[channel.ordinal() * 2 + (snapshot ? 1 : 0)];
  }

  /** Makes what {@link #open} gives. */
  abstract byte[] opening(String type, Channel channel);

  /** What stands between two elements. */
  public abstract void separator(ByteBuf out);

  /** Bytes of what stands between two elements. */
  public abstract int separatorLength();

  /** End of a data message. */
  public abstract void close(ByteBuf out);

  /** Bytes of what ends a data message. */
  public abstract int closeLength();

  /** Writes the name and value of {@code prev}, as they stand amid an element. */
  abstract void prev(long prev, ByteBuf out);

  /** Bytes that {@link #prev} writes. */
  abstract int prevLength(long prev);

  /** Reads a client's message; throws the fault to answer with. */
  public final ClientMessage read(byte[] message) throws RequestFault {
    JsonNode tree;
    try {
      tree = mapper.readTree(message);
    } catch (JsonProcessingException e) {
      throw bad("not " + mapper.getFactory().getFormatName() + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw bad("not readable");
    }
    return Requests.read(tree);
  }

  /** The id of a message that isn't read otherwise; {@link ClientMessage#NO_ID} if in doubt. */
  public final long id(byte[] message) {
    try (JsonParser parser = mapper.getFactory().createParser(message)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = "id".equals(parser.currentName());
        if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && found) {
          long id = parser.getLongValue();
          return id >= 0 && id <= Requests.MAX_ID ? id : ClientMessage.NO_ID;
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      return ClientMessage.NO_ID; // what is wrong with it isn't the question
    }
    return ClientMessage.NO_ID;
  }

  private static RequestFault bad(String text) {
    return new RequestFault(ErrorCode.BAD_MESSAGE, ClientMessage.NO_ID, text);
  }

  /** Something that writes one value. */
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** The bytes of one message. */
  public final byte[] write(Writer writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = generator(bytes)) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array doesn't fail
    }
    return bytes.toByteArray();
  }

  final JsonGenerator generator(ByteArrayOutputStream bytes) throws IOException {
    return mapper.getFactory().createGenerator(bytes);
  }

  /** Writes an element, with the subscriber's own {@code prev} when it is 0 or more. */
  public final void element(Fragment fragment, long prev, ByteBuf out) {
    if (prev < 0) {
      out.writeBytes(fragment.bytes());
      return;
    }
    out.writeBytes(fragment.bytes(), 0, fragment.split());
    prev(prev, out);
    out.writeBytes(fragment.bytes(), fragment.split(), fragment.bytes().length - fragment.split());
  }

  /** Bytes that {@link #element} writes. */
  public final int length(Fragment fragment, long prev) {
    return fragment.bytes().length + (prev < 0 ? 0 : prevLength(prev));
  }
}
