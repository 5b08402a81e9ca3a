package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.conflate.Conflator;
import io.tickgate.conflate.Cursor;
import io.tickgate.market.Channel;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages as server-sent events (HTML Living Standard, section 9.2). After a turn with
 * trades it adds an id that says how far each symbol got, for {@code Last-Event-ID}.
 */
final class SseTransport implements Transport {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final HttpServerResponse response;
  private final List<SymbolBook> resumable;
  private final String address;
  private long unsent;

  /**
   * A stream to that response.
   *
   * @param resumable symbols whose trades the client can resume, in the order of its request
   */
  SseTransport(HttpServerResponse response, List<SymbolBook> resumable, String address) {
    this.response = response;
    this.resumable = resumable;
    this.address = address;
  }

  @Override
  public int overhead() {
    return DATA.length + END.length;
  }

  @Override
  public void frame(ByteBuf out, int length) {
    out.writeBytes(DATA); // JSON without line breaks: one data line
  }

  @Override
  public void endFrame(ByteBuf out) {
    out.writeBytes(END);
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
    if (resumable.isEmpty()) {
      return NOTHING;
    }
    StringBuilder id = new StringBuilder("id: ").append(session.epoch());
    char separator = ';';
    for (SymbolBook book : resumable) {
      Cursor cursor = cursor(session.conflator(), book);
      id.append(separator).append(cursor == null ? 0 : cursor.delivered());
      separator = ',';
    }
    return id.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static @Nullable Cursor cursor(Conflator conflator, SymbolBook book) {
    Cursor cursor = conflator.cursor(book, Channel.TRADE);
    Restart newest = cursor == null ? Restart.newest(book) : null;
    return newest == null ? cursor : conflator.cursor(newest.successor(book), Channel.TRADE);
  }

  @Override
  public ByteBuf buffer(int capacity) {
    // not pooled: the HTTP/2 codec wraps what it gets and never gives a pooled buffer back
    return Unpooled.buffer(capacity);
  }

  @Override
  public void write(ByteBuf events, @Nullable ByteBuf ping, Runnable done) {
    int length = events.readableBytes();
    unsent += length;
    response
        .write(Buffer.buffer(events))
        .onComplete(
            result -> {
              unsent -= length;
              if (result.succeeded()) {
                done.run();
              }
            });
  }

  @Override
  public long unsent() {
    return unsent;
  }

  @Override
  public int pingLength() {
    return 0; // nothing that a browser would answer
  }

  @Override
  public ByteBuf ping(int number) {
    throw new IllegalStateException("server-sent events have no ping");
  }

  @Override
  public void close(CloseCode code) {
    response.end();
  }

  @Override
  public Protocol protocol(Encoding encoding) {
    return Protocol.SSE;
  }

  @Override
  public String address() {
    return address;
  }
}
