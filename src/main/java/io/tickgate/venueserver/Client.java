package io.tickgate.venueserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection of a client. Owned by the loop. */
final class Client {
  /** For somebody who doesn't take his Close frame. */
  private static final long GOODBYE_SECONDS = 2;

  final Subscriptions subscriptions = new Subscriptions();
  private final Channel channel;
  private final Floor floor;
  private final long connectedNanos;
  private final Set<Topic> paused = new HashSet<>(); // their snapshots are late
  private final Map<Topic, byte[]> held = new HashMap<>(); // to go out after the next of its topic
  private boolean stalled;
  private boolean subscribed;
  private long sentNanos;
  private long beatNanos;
  private long pongNanos;
  private long secondNanos;
  private int requests;

  /** Whether messages come wrapped with their stream's name, where a venue has both. */
  boolean combined;

  Client(Channel channel, Floor floor, long nowNanos) {
    this.channel = channel;
    this.floor = floor;
    connectedNanos = nowNanos;
    sentNanos = nowNanos;
    beatNanos = nowNanos;
    pongNanos = nowNanos;
    secondNanos = nowNanos;
  }

  /** Says something of its own: an answer, a heartbeat. */
  void say(String text) {
    say(text.getBytes(StandardCharsets.UTF_8));
  }

  void say(byte[] text) {
    if (stalled || !channel.isActive()) {
      return;
    }
    sentNanos = System.nanoTime();
    channel.writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
    floor.onWritten(this);
  }

  /** Hands on a message of the source, or what the fault leaves of it. */
  void deliver(Topic topic, byte[] message, @Nullable Fault fault) {
    if (fault == null) {
      pass(topic, message);
      return;
    }
    switch (fault) {
      case DROP -> cut();
      case STALL -> stalled = true;
      case GAP, SLOW_SNAPSHOT -> {}
      case BAD_CHECKSUM -> pass(topic, Checksums.spoilt(message));
      case DUPLICATE -> {
        say(message);
        pass(topic, message);
      }
      case REORDER -> {
        byte[] before = held.put(topic, message);
        if (before != null) {
          say(before);
        }
      }
      case GARBAGE -> {
        say(new String(message, 0, message.length / 2, StandardCharsets.ISO_8859_1));
        pass(topic, message);
      }
      case MAINTENANCE -> floor.maintain(this);
    }
  }

  private void pass(Topic topic, byte[] message) {
    say(message);
    byte[] late = held.isEmpty() ? null : held.remove(topic);
    if (late != null) {
      say(late);
    }
  }

  /** A subscription stands and was acknowledged: what is known is told. */
  void begin(Topic topic, String name) {
    subscribed = true;
    floor.begin(this, topic, name);
  }

  /** The same for somebody who wants no snapshot. */
  void beginUntold() {
    subscribed = true;
    floor.beginUntold();
  }

  /** Whether it ever subscribed to anything. */
  boolean subscribed() {
    return subscribed;
  }

  /** A subscription was ended. */
  void end(Topic topic) {
    held.remove(topic);
  }

  void pause(Topic topic) {
    paused.add(topic);
  }

  void resume(Topic topic) {
    paused.remove(topic);
  }

  boolean paused(Topic topic) {
    return !paused.isEmpty() && paused.contains(topic);
  }

  void ping() {
    if (!stalled) {
      channel.writeAndFlush(new PingWebSocketFrame());
    }
  }

  /** Answers a ping. */
  void pong(ByteBuf payload) {
    if (!stalled) {
      channel.writeAndFlush(new PongWebSocketFrame(payload.retain()));
    }
  }

  void onPong(long nowNanos) {
    pongNanos = nowNanos;
  }

  /** Counts a message of the client; false when it is beyond the limit of this second. */
  boolean countRequest(long nowNanos, int limit) {
    if (nowNanos - secondNanos >= 1_000_000_000L) {
      secondNanos = nowNanos;
      requests = 0;
    }
    return ++requests <= limit;
  }

  /** True once each time that long has passed since it was true, or since the connection. */
  boolean beat(long nowNanos, long everyNanos) {
    if (nowNanos - beatNanos < everyNanos) {
      return false;
    }
    beatNanos = nowNanos;
    return true;
  }

  long connectedFor(long nowNanos) {
    return nowNanos - connectedNanos;
  }

  long silentFor(long nowNanos) {
    return nowNanos - sentNanos;
  }

  long withoutPongFor(long nowNanos) {
    return nowNanos - pongNanos;
  }

  /** Bytes that wait for the client to take them. */
  long waiting() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Whether it takes what it gets, as far as is seen. */
  boolean hasRoom() {
    return channel.isWritable() || !channel.isActive();
  }

  /** Says goodbye, after which nothing more is said, and leaves once it is out or soon. */
  void close(int code, String reason) {
    stalled = true;
    channel
        .writeAndFlush(new CloseWebSocketFrame(code, reason))
        .addListener(ChannelFutureListener.CLOSE);
    Future<?> unused = channel.eventLoop().schedule(this::cut, GOODBYE_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends the connection without a word. */
  void cut() {
    channel.close();
  }
}
