package io.tickgate.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.netty.buffer.ByteBuf;
import io.tickgate.market.Channel;
import java.nio.charset.StandardCharsets;

/** JSON (RFC 8259) in text messages. */
final class JsonEncoding extends Encoding {
  private static final byte[] PREV = ",\"prev\":".getBytes(StandardCharsets.US_ASCII);

  JsonEncoding() {
    super(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
            .build());
  }

  @Override
  public String subprotocol() {
    return "tickgate.v1.json";
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  byte[] opening(String type, Channel channel) {
    String text = "{\"type\":\"" + type + "\",\"channel\":\"" + channel.text() + "\",\"data\":[";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void separator(ByteBuf out) {
    out.writeByte(',');
  }

  @Override
  public int separatorLength() {
    return 1;
  }

  @Override
  public void close(ByteBuf out) {
    out.writeByte(']').writeByte('}');
  }

  @Override
  public int closeLength() {
    return 2;
  }

  @Override
  void prev(long prev, ByteBuf out) {
    out.writeBytes(PREV);
    writeDigits(prev, out);
  }

  private static void writeDigits(long value, ByteBuf out) {
    if (value >= 10) {
      writeDigits(value / 10, out);
    }
    out.writeByte((int) ('0' + value % 10));
  }

  @Override
  int prevLength(long prev) {
    int digits = 1;
    for (long rest = prev / 10; rest != 0; rest /= 10) {
      digits++;
    }
    return PREV.length + digits;
  }
}
