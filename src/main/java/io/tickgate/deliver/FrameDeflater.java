package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Deflates messages as RFC 7692 section 7.2.1 says: raw deflate, ended by a sync flush whose last
 * four bytes are left out. One thread.
 */
final class FrameDeflater {
  /**
   * Native memory of one deflater: zlib takes 1 << (15 + 2) for the window and 1 << (8 + 9) for the
   * hash chains and pending output (zconf.h), and about 6 kB for its state.
   */
  static final int MEMORY = (1 << 17) + (1 << 17) + 6 * 1024;

  /** What a sync flush ends with and the peer adds again. */
  private static final int TAIL = 4;

  private final Deflater deflater;

  FrameDeflater(int level) {
    deflater = new Deflater(level, true);
  }

  /** The message deflated with nothing to refer to but itself; the caller owns the result. */
  ByteBuf deflateAlone(ByteBuf message, ByteBufAllocator memory) {
    deflater.reset();
    return deflate(message, memory);
  }

  /** The message deflated with what was deflated before in reach; the caller owns the result. */
  ByteBuf deflate(ByteBuf message, ByteBufAllocator memory) {
    int length = message.readableBytes();
    // what doesn't compress is stored, with a few bytes for each 16 kB and for the flush
    ByteBuf out = memory.directBuffer(length + (length >> 10) + 64);
    deflater.setInput(message.nioBuffer());
    int room;
    int written;
    do {
      out.ensureWritable(64);
      room = out.writableBytes();
      ByteBuffer target = out.nioBuffer(out.writerIndex(), room);
      written = deflater.deflate(target, Deflater.SYNC_FLUSH);
      out.writerIndex(out.writerIndex() + written);
    } while (written == room);
    return out.writerIndex(out.writerIndex() - TAIL);
  }

  /** Gives the native memory back; not to be used after. */
  void end() {
    deflater.end();
  }
}
