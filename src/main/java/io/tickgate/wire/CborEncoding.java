package io.tickgate.wire;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.netty.buffer.ByteBuf;
import io.tickgate.market.Channel;
import java.nio.charset.StandardCharsets;

/**
 * CBOR (RFC 8949) in binary messages. Maps and arrays are of indefinite length (section 3.2.2), so
 * that encoded elements can be joined and {@code prev} put into one without counting anew.
 */
final class CborEncoding extends Encoding {
  private static final int MAP = 0xbf;
  private static final int ARRAY = 0x9f;
  private static final int BREAK = 0xff;
  private static final int TEXT = 0x60; // and the length, below 24
  private static final byte[] PREV = {TEXT | 4, 'p', 'r', 'e', 'v'};

  CborEncoding() {
    super(
        CBORFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            // half a character in what a client said comes back as U+FFFD
            .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
            .build());
  }

  @Override
  public String subprotocol() {
    return "tickgate.v1.cbor";
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  byte[] opening(String type, Channel channel) {
    StringBuilder text = new StringBuilder().append((char) MAP);
    for (String each : new String[] {"type", type, "channel", channel.text(), "data"}) {
      text.append((char) (TEXT | each.length())).append(each);
    }
    return text.append((char) ARRAY).toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void separator(ByteBuf out) {
    // items of an array follow each other
  }

  @Override
  public int separatorLength() {
    return 0;
  }

  @Override
  public void close(ByteBuf out) {
    out.writeByte(BREAK).writeByte(BREAK);
  }

  @Override
  public int closeLength() {
    return 2;
  }

  /** An unsigned integer in its shortest form (section 4.2.1). */
  @Override
  void prev(long prev, ByteBuf out) {
    out.writeBytes(PREV);
    if (prev < 24) {
      out.writeByte((int) prev);
    } else if (prev < 1L << 8) {
      out.writeByte(24).writeByte((int) prev);
    } else if (prev < 1L << 16) {
      out.writeByte(25).writeShort((int) prev);
    } else if (prev < 1L << 32) {
      out.writeByte(26).writeInt((int) prev);
    } else {
      out.writeByte(27).writeLong(prev);
    }
  }

  @Override
  int prevLength(long prev) {
    int value = prev < 24 ? 1 : prev < 1L << 8 ? 2 : prev < 1L << 16 ? 3 : prev < 1L << 32 ? 5 : 9;
    return PREV.length + value;
  }
}
