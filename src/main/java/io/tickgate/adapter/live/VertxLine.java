package io.tickgate.adapter.live;

import io.tickgate.adapter.live.Uplink.Line;
import io.tickgate.adapter.live.Uplink.LineListener;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/** A WebSocket that stands. On its event loop. */
final class VertxLine implements Line {
  /** Requests are short and few: a venue that leaves so much unread has stopped reading. */
  private static final int MAX_UNSENT_BYTES = 256 * 1024;

  /** RFC 6455, section 7.4.1: a message too big to process. */
  private static final short TOO_BIG = 1009;

  private static final Buffer EMPTY = Buffer.buffer();

  private final WebSocket socket;
  private final LineListener listener;
  private final int maxMessageBytes;
  private @Nullable Buffer parts;
  private boolean tooBig;
  private boolean closed;

  VertxLine(WebSocket socket, LineListener listener, int maxMessageBytes) {
    this.socket = socket;
    this.listener = listener;
    this.maxMessageBytes = maxMessageBytes;
  }

  void open() {
    socket.setWriteQueueMaxSize(MAX_UNSENT_BYTES);
    socket.frameHandler(this::onFrame);
    socket.pongHandler(payload -> listener.onSign());
    socket.exceptionHandler(cause -> closed(VertxUplink.reason(cause)));
    socket.closeHandler(end -> closed(closeReason()));
    listener.onOpen(this);
  }

  private void onFrame(WebSocketFrame frame) {
    if (closed || tooBig) {
      return;
    }
    boolean data = frame.isText() || frame.isBinary() || frame.isContinuation();
    if (!data) {
      listener.onSign();
    } else if (frame.isFinal() && parts == null) {
      listener.onMessage(frame.binaryData().getBytes());
    } else {
      join(frame);
    }
  }

  private void join(WebSocketFrame frame) {
    Buffer whole = parts == null ? Buffer.buffer() : parts;
    parts = whole;
    if (whole.length() + frame.binaryData().length() > maxMessageBytes) {
      tooBig = true;
      parts = null;
      socket.close(TOO_BIG);
      closed("message longer than " + maxMessageBytes + " bytes");
      return;
    }
    whole.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      parts = null;
      listener.onMessage(whole.getBytes());
    } else {
      listener.onPart();
    }
  }

  private String closeReason() {
    Short code = socket.closeStatusCode();
    return code == null ? "connection lost" : "closed by the venue with " + code;
  }

  private void closed(String reason) {
    if (!closed) {
      closed = true;
      listener.onClosed(reason);
    }
  }

  @Override
  public boolean send(String text) {
    if (closed || socket.writeQueueFull()) {
      return false;
    }
    socket.writeTextMessage(text);
    return true;
  }

  @Override
  public void ping() {
    if (!closed) {
      socket.writePing(EMPTY);
    }
  }

  @Override
  public void close() {
    closed = true; // whoever ends it needn't hear of it
    socket.close();
  }
}
