package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.tickgate.book.SymbolBook;
import io.tickgate.conflate.Conflator;
import io.tickgate.conflate.SlowLadder;
import io.tickgate.market.FeedState;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ServerMessages;
import org.jspecify.annotations.Nullable;

/**
 * One client: its cursors, and the writing of what is due. Everything runs on the loop of its
 * connection.
 *
 * <pre>
 *   due and able ──▶ one write of data under way ──taken by the kernel──▶ due and able …
 * </pre>
 *
 * <p>While a write is under way (or the session is paused, or over its bandwidth cap) nothing is
 * put together: cursors just get older, and what is written next is the newest of then.
 */
final class Session {
  /**
   * Answers that a client may leave unread. Requests are limited, so only a client that keeps
   * asking and doesn't read gets there.
   */
  private static final long MAX_UNSENT = 4 << 20;

  private final String id;
  private final Transport transport;
  private final Encoding encoding;
  private final ServerMessages say;
  private final SessionContext context;
  private final Fanout fanout;
  private final Conflator conflator;
  private final Subscriptions subscriptions;
  private final SlowLadder ladder = new SlowLadder();
  boolean ready; // in the fanout's list of this turn

  private boolean closed;
  private boolean paused;
  private boolean writing;
  private boolean flushing;
  private long blockedSince = -1;
  private long lastWrite;
  private long progressAt;
  private long lastUnsent;
  private long lastPing;
  private long lastPong;
  private long mergedReported;
  private long written; // bytes
  private int maxKbps;
  private @Nullable TokenBucket bandwidth;
  private boolean waitingForBandwidth;

  Session(
      String id, Transport transport, Encoding encoding, Fanout fanout, SessionContext context) {
    this.id = id;
    this.transport = transport;
    this.encoding = encoding;
    this.say = new ServerMessages(encoding);
    this.context = context;
    this.fanout = fanout;
    this.conflator = new Conflator(fanout.wheel(), this::flush);
    this.subscriptions = new Subscriptions(context.books(), conflator, fanout, this);
    long now = fanout.nowMillis();
    lastWrite = now;
    progressAt = now;
    lastPing = now;
    lastPong = now;
  }

  String id() {
    return id;
  }

  Conflator conflator() {
    return conflator;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  ServerMessages say() {
    return say;
  }

  Encoding encoding() {
    return encoding;
  }

  SessionContext context() {
    return context;
  }

  Fanout fanout() {
    return fanout;
  }

  boolean closed() {
    return closed;
  }

  Transport transport() {
    return transport;
  }

  /** Takes its place among the sessions of its loop and says welcome. */
  void open(byte[] welcome) {
    fanout.add(this);
    context.stats().open.incrementAndGet();
    context.stats().opened.increment();
    control(welcome);
  }

  /** Writes a message that isn't data, ahead of all data that isn't put together yet. */
  void control(byte[] message) {
    if (closed) {
      return;
    }
    if (transport.unsent() > MAX_UNSENT) {
      close(CloseCode.SLOW);
      return;
    }
    ByteBuf out = transport.buffer(message.length + transport.overhead());
    transport.frame(out, message.length);
    out.writeBytes(message);
    transport.endFrame(out);
    write(out, () -> {});
  }

  private void write(ByteBuf out, Runnable done) {
    int length = out.readableBytes();
    lastWrite = fanout.nowMillis();
    context.stats().writes.increment();
    context.stats().bytes.add(length);
    written += length;
    TokenBucket cap = bandwidth;
    if (cap != null) {
      cap.take(length, lastWrite);
    }
    transport.write(out, done);
  }

  /** Writes what is due, if the session can. */
  void flush() {
    if (flushing) {
      return; // a write that was done at once leads back here
    }
    flushing = true;
    try {
      while (conflator.due() && able()) {
        writeTurn();
      }
    } finally {
      flushing = false;
    }
    boolean blocked = !closed && !paused && writing && conflator.due();
    blockedSince = !blocked ? -1 : blockedSince < 0 ? fanout.nowMillis() : blockedSince;
  }

  private boolean able() {
    if (closed || paused || writing) {
      return false;
    }
    TokenBucket cap = bandwidth;
    long wait = cap == null ? 0 : cap.waitMillis(fanout.nowMillis());
    if (wait > 0 && !waitingForBandwidth) {
      waitingForBandwidth = true;
      fanout.shard().schedule(this::onBandwidth, wait);
    }
    return wait == 0;
  }

  private void onBandwidth() {
    waitingForBandwidth = false;
    flush();
  }

  private void writeTurn() {
    FrameAssembler assembler = fanout.assembler();
    assembler.start(encoding, context.limits().frameBytes());
    conflator.drain(assembler);
    ByteBuf out = assembler.finish(this);
    if (out == null) {
      return;
    }
    SessionStats stats = context.stats();
    stats.elements.add(assembler.elements());
    stats.messages.add(assembler.messages());
    stats.merged.add(conflator.merged() - mergedReported);
    mergedReported = conflator.merged();
    writing = true;
    write(out, this::onWritten);
  }

  private void onWritten() {
    writing = false;
    flush();
  }

  /** Data stops or goes on; state stays conflated meanwhile. */
  void pause(boolean stop) {
    paused = stop;
    flush();
  }

  /** Caps what is written; 0 takes the cap away. */
  void cap(int kbps) {
    maxKbps = kbps;
    double bytesPerSecond = kbps * 125.0;
    // a burst of a fifth of a second, so that a frame is neither cut nor late for nothing
    bandwidth =
        kbps == 0
            ? null
            : new TokenBucket(bytesPerSecond, Math.max(1, bytesPerSecond / 5), fanout.nowMillis());
    flush();
  }

  int maxKbps() {
    return maxKbps;
  }

  void onSymbol(SymbolBook book) {
    if (!closed && subscriptions.hasGlobs()) {
      subscriptions.onSymbol(book);
      flush();
    }
  }

  void onFeed(String feed, FeedState state, String reason) {
    control(say.feed(feed, state, reason));
  }

  void onPong() {
    lastPong = fanout.nowMillis();
  }

  /** Several times a second: heartbeat, lag, dead peers. */
  void onLook() {
    if (closed) {
      return;
    }
    long now = fanout.nowMillis();
    SessionLimits limits = context.limits();
    long unsent = transport.unsent();
    if (unsent == 0 || unsent < lastUnsent) {
      progressAt = now;
    }
    lastUnsent = unsent;
    if (now - progressAt >= limits.stall().toMillis()) {
      close(CloseCode.SLOW);
      return;
    }
    if (now - lastPong >= limits.pongTimeout().toMillis() && unsent == 0) {
      close(CloseCode.DEAD_PEER);
      return;
    }
    if (now - lastPing >= limits.pingEvery().toMillis()) {
      lastPing = now;
      transport.ping();
    }
    climb(now);
    if (now - lastWrite >= limits.heartbeat().toMillis() && unsent == 0) {
      control(context.heartbeat(say));
    }
  }

  /**
   * Wider intervals for who doesn't keep up, as told in {@code slow}; narrower when it has caught
   * up.
   */
  private void climb(long now) {
    long lag = lag(now);
    boolean wasSlow = ladder.slow();
    switch (ladder.look(lag, now)) {
      case NONE -> {}
      case WIDER -> {
        conflator.widen(ladder.intervalMillis());
        control(say.slow(lag, ladder.intervalMillis()));
      }
      case NARROWER -> conflator.widen(ladder.intervalMillis());
      case CLEARED -> {
        conflator.widen(0);
        control(say.slowCleared(0));
      }
    }
    if (wasSlow != ladder.slow()) {
      context.stats().slow.addAndGet(ladder.slow() ? 1 : -1);
    }
  }

  /** What an operator sees. */
  SessionView view() {
    return new SessionView(
        id,
        transport.address(),
        subscriptions.size(),
        conflator.symbols().size(),
        conflator.dueCount(),
        paused,
        lag(fanout.nowMillis()),
        ladder.intervalMillis(),
        conflator.merged(),
        written);
  }

  private long lag(long now) {
    return blockedSince < 0 ? 0 : now - blockedSince;
  }

  /** Ends the session with that code. */
  void close(CloseCode code) {
    if (!closed) {
      context.stats().closes(code).increment();
      transport.close(code);
      onClosed();
    }
  }

  /** The connection is gone, or going. */
  void onClosed() {
    if (closed) {
      return;
    }
    closed = true;
    context.stats().open.decrementAndGet();
    context.stats().subscriptions.addAndGet(-subscriptions.size());
    if (ladder.slow()) {
      context.stats().slow.decrementAndGet();
    }
    subscriptions.clear();
    fanout.remove(this);
  }
}
