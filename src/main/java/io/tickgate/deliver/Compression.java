package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.wire.DeflateTerms;
import org.jspecify.annotations.Nullable;

/**
 * What one connection does with its data messages. Either each is deflated for itself or each
 * builds on those before; a connection never changes from one to the other, because a peer that
 * keeps a window would put into it what the other kind refers to.
 */
sealed interface Compression {
  Compression OFF = new Off();

  /**
   * The frame of a data message; the caller owns what it gets and doesn't change it. It must be
   * written, and in the order of the calls: with a window, later frames refer to it.
   */
  ByteBuf frame(DataMessage message, SharedFrames shared, Transport transport);

  /** The mode's name in {@code welcome}. */
  String mode();

  /** What was answered in the handshake; null when nothing was agreed. */
  @Nullable DeflateTerms terms();

  /** Gives back what the connection held. Once. */
  default void end() {}

  private static boolean isDeflated(ByteBuf frame) {
    return (frame.getByte(frame.readerIndex()) & WebSocketTransport.RSV1) != 0;
  }

  /** Nothing agreed. */
  record Off() implements Compression {
    @Override
    public ByteBuf frame(DataMessage message, SharedFrames shared, Transport transport) {
      return shared.plain(message, transport);
    }

    @Override
    public String mode() {
      return "off";
    }

    @Override
    public @Nullable DeflateTerms terms() {
      return null;
    }
  }

  /** Messages deflated once for all who get them; no memory a connection. */
  record Shared(DeflateTerms terms, SessionStats stats) implements Compression {
    @Override
    public ByteBuf frame(DataMessage message, SharedFrames shared, Transport transport) {
      int length = message.length();
      // zlib in Java has a window of 32 kB, always; but nothing can refer further back than the
      // start of its own message, so what isn't longer than the client's window fits into it
      boolean fits = length <= terms.serverWindowBytes() || terms.serverWindowBytes() == 1 << 15;
      ByteBuf frame =
          fits && !message.isNotice()
              ? shared.deflated(message, transport)
              : shared.plain(message, transport);
      stats.onFrame(isDeflated(frame), length, frame.readableBytes());
      return frame;
    }

    @Override
    public String mode() {
      return "shared";
    }
  }

  /** A window of the connection's own: the best ratio, for {@link FrameDeflater#MEMORY} bytes. */
  final class Windowed implements Compression {
    private final DeflateTerms terms;
    private final CompressionSettings settings;
    private final SessionStats stats;
    private final WindowBudget budget;
    private @Nullable FrameDeflater deflater; // made when it is needed, on the loop
    private boolean ended;

    /** Takes over room for one window from the budget. */
    Windowed(
        DeflateTerms terms, CompressionSettings settings, SessionStats stats, WindowBudget budget) {
      this.terms = terms;
      this.settings = settings;
      this.stats = stats;
      this.budget = budget;
    }

    @Override
    public ByteBuf frame(DataMessage message, SharedFrames shared, Transport transport) {
      ByteBuf plain = shared.plain(message, transport);
      int length = message.length();
      ByteBuf frame =
          ended || message.isNotice() || length < settings.windowThreshold()
              ? plain.retain()
              : deflate(plain, length, transport);
      stats.onFrame(isDeflated(frame), length, frame.readableBytes());
      plain.release();
      return frame;
    }

    /** However long the result: what went through the deflater is in its window and must go out. */
    private ByteBuf deflate(ByteBuf plain, int length, Transport transport) {
      FrameDeflater own = deflater;
      if (own == null) {
        own = new FrameDeflater(settings.windowLevel());
        deflater = own;
      }
      ByteBuf message = plain.slice(plain.writerIndex() - length, length);
      ByteBuf deflated = own.deflate(message, plain.alloc());
      stats.deflations.increment();
      try {
        return SharedFrames.compressedFrame(plain, deflated, transport);
      } finally {
        deflated.release();
      }
    }

    @Override
    public String mode() {
      return "connection";
    }

    @Override
    public DeflateTerms terms() {
      return terms;
    }

    @Override
    public void end() {
      if (!ended) {
        ended = true;
        budget.release();
        FrameDeflater own = deflater;
        if (own != null) {
          own.end();
        }
      }
    }
  }
}
