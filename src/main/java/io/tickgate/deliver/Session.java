package io.tickgate.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tickgate.book.Feed;
import io.tickgate.book.Restart;
import io.tickgate.book.SymbolBook;
import io.tickgate.conflate.Conflator;
import io.tickgate.conflate.ProvenWindow;
import io.tickgate.conflate.SlowLadder;
import io.tickgate.deliver.edge.TokenBucket;
import io.tickgate.market.FeedState;
import io.tickgate.security.Identity;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.ServerMessages;
import org.jboss.logging.Logger;
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
  private static final Logger LOG = Logger.getLogger(Session.class);

  /**
   * Answers that a client may leave unread. Requests are limited, so only a client that keeps
   * asking and doesn't read gets there.
   */
  static final long MAX_UNSENT = 4 << 20;

  /** Who has no more waiting than a frame isn't the one to cut off when the node has too much. */
  private static final long FAIR_UNSENT = 64 << 10;

  /**
   * No frame is expected to shrink to less than an eighth: an estimate that is too good would
   * overfill a slow client's window.
   */
  private static final double MOST_DEFLATED = 8;

  private static final Runnable NOTHING = () -> {};

  private final String id;
  private final Transport transport;
  private final Encoding encoding;
  private final ServerMessages say;
  private final SessionContext context;
  private final Fanout fanout;
  private final Conflator conflator;
  private final Login login;
  private final Subscriptions subscriptions;
  private final Runnable onWritten = this::onWritten; // one for all writes
  private final @Nullable ProvenWindow window;
  private final SlowLadder ladder = new SlowLadder();
  private final Traffic traffic;
  boolean ready; // in the fanout's list of this turn
  int place; // among the fanout's sessions

  private boolean closed;
  private boolean paused;
  private boolean writing;
  private boolean flushing;
  private long lastMessage;
  private long progressAt;
  private long lastUnsent;
  private long outstanding; // of our unsent bytes, as the node has counted them
  private boolean toldCursorsFull;
  private long mergedReported;
  private double plainPerWireByte = 1; // of late; above 1 with deflate
  private int maxKbps;
  private @Nullable TokenBucket bandwidth;
  private boolean waitingForBandwidth;

  /**
   * A session that isn't open yet.
   *
   * @param identity who opened the connection, or null when that isn't known
   */
  Session(
      String id,
      Transport transport,
      Encoding encoding,
      Fanout fanout,
      SessionContext context,
      @Nullable Identity identity) {
    this.id = id;
    this.transport = transport;
    this.encoding = encoding;
    this.say = new ServerMessages(encoding);
    this.context = context;
    this.fanout = fanout;
    this.conflator = new Conflator(fanout.wheel(), context.life().shared(), this::flush);
    this.login = new Login(this, identity);
    this.subscriptions = new Subscriptions(context.access().market(), conflator, fanout, this);
    long now = fanout.nowMillis();
    lastMessage = now;
    progressAt = now;
    traffic = new Traffic(context.clock().millis());
    window =
        transport.pingLength() == 0
            ? null
            : new ProvenWindow(context.limits().delayTarget().toMillis(), fanout.nanos());
  }

  String id() {
    return id;
  }

  Conflator conflator() {
    return conflator;
  }

  Login login() {
    return login;
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
    context.stats().open(transport.protocol(encoding)).incrementAndGet();
    context.stats().opened.increment();
    login.tellAudit();
    control(welcome);
    login.endRevoked(); // while the connection was on its way in
  }

  /** Writes a message that isn't data, ahead of all data that isn't put together yet. */
  void control(byte[] message) {
    if (closed) {
      return;
    }
    if (tooMuchUnsent()) {
      close(CloseCode.SLOW);
      return;
    }
    int length = message.length + transport.overhead();
    ByteBuf out = transport.buffer(length);
    transport.frame(out, message.length);
    out.writeBytes(message);
    transport.endFrame(out);
    write(out, NOTHING, fanout.nanos());
  }

  private boolean tooMuchUnsent() {
    long unsent = transport.unsent();
    countOutstanding(unsent);
    boolean nodeFull = context.stats().outstanding.get() > context.limits().outstandingBytes();
    return unsent > MAX_UNSENT || (nodeFull && unsent > FAIR_UNSENT);
  }

  private void countOutstanding(long unsent) {
    if (unsent != outstanding) {
      context.stats().outstanding.addAndGet(unsent - outstanding);
      outstanding = unsent;
    }
  }

  private void write(ByteBuf out, Runnable done, long now) {
    int length = out.readableBytes();
    ByteBuf ping = pingBehind(length, now);
    length += ping == null ? 0 : ping.readableBytes();
    if (out.isReadable()) {
      lastMessage = now / 1_000_000; // pings are none to a browser
    }
    context.stats().writes.increment();
    context.stats().bytes.add(length);
    traffic.onWrite(length);
    transport.write(out, ping, done);
  }

  /**
   * A ping to go behind so many bytes, when one is due: its pong is the receipt for all before it.
   */
  private @Nullable ByteBuf pingBehind(int bytes, long now) {
    if (window == null) {
      return null;
    }
    window.onSent(bytes);
    boolean due = window.pingDue(now);
    return due ? transport.ping(window.onPing(transport.pingLength(), now)) : null;
  }

  /** Writes what is due, if the session can. */
  void flush() {
    if (flushing) {
      return; // a write that was done at once leads back here
    }
    flushing = true;
    try {
      while (conflator.due()) {
        long now = fanout.nanos();
        if (!able(now)) {
          break;
        }
        writeTurn(now);
      }
    } catch (RuntimeException e) {
      fail(e);
    } finally {
      flushing = false;
    }
    if (conflator.due() && !closed && window != null) {
      long now = fanout.nanos();
      if (window.pingDue(now)) {
        write(Unpooled.EMPTY_BUFFER, NOTHING, now); // a ping alone: is there room again?
      }
    }
  }

  /** A fault of ours must not reach the others on this loop. */
  private void fail(RuntimeException fault) {
    LOG.errorf(fault, "session failed session=%s", id);
    close(CloseCode.INTERNAL);
  }

  private boolean able(long now) {
    if (closed || paused || writing) {
      return false;
    }
    if (window != null && window.room(now) == 0) {
      return false;
    }
    TokenBucket cap = bandwidth;
    long wait = cap == null ? 0 : cap.waitMillis(now / 1_000_000);
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

  private void writeTurn(long now) {
    FrameAssembler assembler = fanout.assembler();
    long most = context.limits().frameBytes();
    long room = window == null ? most : window.room(now);
    assembler.start(encoding, Math.min(most, (long) (room * plainPerWireByte)));
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
    double ratio = Math.min(MOST_DEFLATED, (double) assembler.bytes() / out.readableBytes());
    plainPerWireByte = Math.max(1, plainPerWireByte + (ratio - plainPerWireByte) / 4);
    traffic.onData(assembler.bytes(), out.readableBytes());
    writing = true;
    TokenBucket cap = bandwidth;
    if (cap != null) { // data alone: what heartbeats took, a narrow cap would owe for ever
      cap.take(out.readableBytes(), now / 1_000_000);
    }
    write(out, onWritten, now);
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
    if (!closed && subscriptions.expectsMore()) {
      subscriptions.onSymbol(book);
      flush();
    }
  }

  /** A symbol that a glob covers came up, and there is no cursor left for it. */
  void onCursorsFull() {
    context.stats().cursorsRefused.increment();
    if (!toldCursorsFull) {
      toldCursorsFull = true; // once: a venue may list thousands
      String text = "more than " + context.limits().cursors() + " symbols in all";
      control(say.error(ClientMessage.NO_ID, ErrorCode.LIMIT_SUBSCRIPTIONS, text, -1));
    }
  }

  void onFeed(String feed, FeedState state, String reason) {
    if (login.known()) {
      control(say.feed(feed, state, reason));
    }
  }

  /** Runs a task on the loop later. */
  void later(Runnable task, long delayMillis) {
    fanout.shard().schedule(task, delayMillis);
  }

  /** What this client has been told that counts run within. */
  String epoch() {
    return fanout.epoch(login.identity());
  }

  /**
   * A feed's counts start over: nothing of before goes out after the notice, and it says so. Where
   * that happened some time ago, who sees nothing late is told nothing.
   */
  void onRestart(Restart restart) {
    if (closed) {
      return;
    }
    Feed feed = ofNow(restart.feed());
    Runnable entry = subscriptions.leave(restart);
    boolean concerned = feed == restart.feed() || login.identity().seesSomeLate();
    if (concerned && login.known()) {
      control(say.restart(feed.id(), feed.state(), epoch()));
    }
    if (!closed) {
      entry.run();
      flush();
    }
  }

  /** The feed as it is now of one that may be delayed: states are never told late. */
  private Feed ofNow(Feed feed) {
    for (Feed each : context.books().feeds()) {
      if (each.id().equals(feed.id())) {
        return each;
      }
    }
    return feed;
  }

  /** The client has read everything up to the ping of that number. */
  void onPong(int number) {
    if (window != null && !closed) {
      long now = fanout.nanos();
      if (window.onPong(number, now)) { // else it proves nothing (RFC 6455 section 5.5.3)
        progressAt = now / 1_000_000;
      }
      flush();
    }
  }

  /**
   * Several times a second: heartbeat, lag, dead peers.
   *
   * @param nanos what {@link Fanout#nanos} says: read once for all sessions of the loop
   */
  void onLook(long nanos) {
    try {
      if (!closed) {
        look(nanos);
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void look(long nanos) {
    long now = nanos / 1_000_000;
    CloseCode end = login.look(now);
    if (end == null) {
      end = deadEnd(nanos);
    }
    if (end != null) {
      close(end);
      return;
    }
    climb(now);
    flush(); // time alone may have made room
    if (now - lastMessage >= context.limits().heartbeat().toMillis() && transport.unsent() == 0) {
      control(login.known() ? context.heartbeat(say) : context.bareHeartbeat(say));
    }
  }

  /** Why the session must end: data waits and nothing is taken, or no pong comes; else null. */
  private @Nullable CloseCode deadEnd(long nanos) {
    long now = nanos / 1_000_000;
    SessionLimits limits = context.limits();
    long unsent = transport.unsent();
    countOutstanding(unsent);
    boolean taken = unsent < lastUnsent || (unsent == 0 && !proves());
    if (taken || !(conflator.due() || unsent > 0) || paused) {
      progressAt = now;
    }
    lastUnsent = unsent;
    if (now - progressAt >= limits.stall().toMillis()) {
      return CloseCode.SLOW;
    }
    boolean silent =
        window != null
            && window.unproven() > 0
            && nanos - window.lastPongAt() >= limits.pongTimeout().toNanos();
    return silent ? CloseCode.DEAD_PEER : null;
  }

  /** Whether the client answers pings, so that an empty send buffer alone proves nothing. */
  private boolean proves() {
    return window != null && window.answers();
  }

  /** Tells a client that doesn't keep up so, step by step, and when it has caught up. */
  private void climb(long now) {
    long lag = lag();
    boolean wasSlow = ladder.slow();
    switch (ladder.look(lag, now)) {
      case NONE -> {}
      case WIDER -> control(say.slow(lag, ladder.intervalMillis()));
      case NARROWER -> {}
      case CLEARED -> control(say.slowCleared(0));
    }
    if (wasSlow != ladder.slow()) {
      context.stats().slow.addAndGet(ladder.slow() ? 1 : -1);
    }
  }

  /** What an operator sees. */
  SessionView view() {
    return new SessionView(
        id,
        login.identity().subject(),
        transport.address(),
        subscriptions.size(),
        conflator.symbols().size(),
        conflator.dueCount(),
        paused,
        lag(),
        ladder.intervalMillis(),
        conflator.merged(),
        traffic.view(transport.compression().mode()));
  }

  /** What keeps it from writing now, for who asks why; changes nothing. */
  Hold hold() {
    long now = fanout.nanos();
    TokenBucket cap = bandwidth;
    return new Hold(
        paused,
        writing,
        cap == null ? 0 : cap.waitMillis(fanout.nowMillis()),
        window == null ? null : Hold.Window.of(window, now),
        lag(),
        ladder.intervalMillis());
  }

  /** How long what is due waits, in milliseconds; a session that is paused doesn't wait. */
  private long lag() {
    return paused ? 0 : conflator.waitMillis();
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
    context.stats().subscriptions.addAndGet(-subscriptions.size());
    if (ladder.slow()) {
      context.stats().slow.decrementAndGet();
    }
    subscriptions.clear();
    countOutstanding(0);
    fanout.remove(this);
    context.stats().open(transport.protocol(encoding)).decrementAndGet();
    context.stats().open.decrementAndGet(); // last: who sees it sees the rest
  }
}
