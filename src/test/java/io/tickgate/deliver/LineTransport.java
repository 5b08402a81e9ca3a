package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.wire.CloseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes everything at once and keeps it, a line a message; has no pings. Tests change the rest. */
class LineTransport implements Transport {
  final List<String> messages = new ArrayList<>();

  @Override
  public int overhead() {
    return 1;
  }

  @Override
  public void frame(ByteBuf out, int length) {}

  @Override
  public void endFrame(ByteBuf out) {
    out.writeByte('\n');
  }

  @Override
  public ByteBuf data(DataMessage message, SharedFrames shared) {
    return SharedFrames.frame(message, this);
  }

  @Override
  public Compression compression() {
    return Compression.OFF;
  }

  @Override
  public byte[] lastMark(Session session) {
    return NOTHING;
  }

  @Override
  public ByteBuf buffer(int capacity) {
    return Unpooled.buffer(capacity);
  }

  @Override
  public void write(ByteBuf frames, @Nullable ByteBuf ping, Runnable done) {
    messages.addAll(frames.toString(StandardCharsets.UTF_8).lines().toList());
    done.run();
  }

  @Override
  public long unsent() {
    return 0;
  }

  @Override
  public int pingLength() {
    return 0;
  }

  @Override
  public ByteBuf ping(int number) {
    throw new IllegalStateException("it has none");
  }

  @Override
  public void close(CloseCode code) {
    messages.add("closed " + code);
  }

  @Override
  public String address() {
    return "nowhere";
  }
}
