package io.tickgate.adapter.live;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.live.SessionState.BackingOff;
import io.tickgate.adapter.live.SessionState.Connecting;
import io.tickgate.adapter.live.SessionState.Linked;
import io.tickgate.adapter.live.SessionState.Live;
import io.tickgate.adapter.live.SessionState.Stale;
import io.tickgate.adapter.live.SessionState.Subscribing;
import io.tickgate.adapter.live.SessionState.Syncing;
import io.tickgate.adapter.live.Uplink.Line;
import io.tickgate.adapter.live.Uplink.LineListener;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.market.BookChange;
import io.tickgate.market.Lost;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection after the other to a venue. The feed's thread; the owner calls {@link #tick} every
 * {@link #TICK_NANOS}, which is all the time a session has.
 */
final class LiveSession {
  private static final Logger LOG = Logger.getLogger(LiveSession.class);

  /** Fine enough for heartbeats of a second, and nothing to a loop. */
  static final long TICK_NANOS = 100_000_000L;

  /** Longer than the uplink's own timeouts for the connection and the handshake together. */
  private static final long CONNECT_NANOS = 30_000_000_000L;

  /**
   * A market that is quiet or a book that doesn't come must not keep the others from being live.
   */
  private static final long SYNC_NANOS = 10_000_000_000L;

  /** Someone who reloads a page needn't wait for a new snapshot. */
  private static final long LINGER_NANOS = 30_000_000_000L;

  private final SessionSetup setup;
  private final Dialogue dialogue;
  private final SessionContext context;
  private final Conversation conversation;
  private final FrameListener decoder;
  private final BookDesk books;
  private final Map<String, Long> leaving = new HashMap<>(); // when nobody will have wanted it long
  private final Pulse pulse;
  private final String url;
  private SessionState state;
  private Connection connection = new Connection();
  private @Nullable Line line;
  private long openedAt;
  private boolean heard;

  LiveSession(SessionSetup setup, SessionContext context) {
    this.setup = setup;
    this.context = context;
    this.dialogue = setup.dialogue();
    Limits limits = dialogue.limits();
    LiveSettings settings = setup.settings();
    this.url = settings.url().orElse(dialogue.url());
    this.pulse =
        new Pulse(settings.beatMillis().orElse(limits.beatMillis()) * 1_000_000L, TICK_NANOS);
    this.decoder = setup.decoders().create(new Ticks(), (symbol, why) -> resync(symbol));
    this.conversation = new Conversation(setup, decoder, context.clock(), context.counters());
    this.books = new BookDesk(setup, context, conversation, decoder);
    this.state = new BackingOff(-1, context.clock().nanos(), "not connected yet");
  }

  SessionState state() {
    return state;
  }

  /** What the venue refused, in a few words; empty when nothing. */
  String refusals() {
    return conversation.refusals();
  }

  /** Someone wants that symbol, or nobody does any more. */
  void demand(String symbol, boolean wanted) {
    if (wanted) {
      leaving.remove(symbol);
      if (!conversation.wants(symbol)) {
        conversation.want(symbol);
        books.await(symbol);
      }
    } else if (conversation.wants(symbol)) {
      leaving.put(symbol, context.clock().nanos() + LINGER_NANOS);
    }
  }

  /** Does what is due. */
  void tick() {
    long now = context.clock().nanos();
    letGo(now);
    if (state instanceof BackingOff waiting) {
      if (now - waiting.until() >= 0 && context.gate().take(now)) {
        connect(waiting.due(now));
      }
    } else if (state instanceof Connecting connecting) {
      if (now - connecting.since() >= CONNECT_NANOS) {
        fail("no connection within 30 s");
      }
    } else if (state instanceof Linked) {
      attend(now);
    }
  }

  private void letGo(long now) {
    leaving
        .entrySet()
        .removeIf(
            each -> {
              if (now - each.getValue() < 0) {
                return false;
              }
              drop(each.getKey());
              return true;
            });
  }

  private void drop(String symbol) {
    conversation.drop(symbol);
    books.remove(symbol);
    lose(symbol, "nobody asks for it");
  }

  private void connect(Connecting next) {
    connection = new Connection();
    move(next);
    context.uplink().connect(dialogue.address(url), connection);
  }

  private void attend(long now) {
    listen(now);
    long maxAge = dialogue.limits().maxAgeMillis() * 1_000_000L;
    if (line != null && maxAge > 0 && now - openedAt >= maxAge) {
      fail("the connection gets too old for the venue");
    }
    if (line != null) {
      repair(now);
    }
    if (line != null && !conversation.speak(now)) {
      fail("the venue takes no more messages");
    }
    if (line != null) {
      advance(now);
    }
  }

  private void listen(long now) {
    switch (pulse.look(now)) {
      case ALIVE -> {}
      case ASK -> conversation.askForSign();
      case DOUBTFUL -> {
        if (state instanceof Live live) {
          move(live.silent("nothing heard for longer than a heartbeat"));
        }
      }
      case DEAD -> fail("nothing heard for two heartbeats");
    }
  }

  private void repair(long now) {
    String missing = books.tick(now);
    if (missing != null) {
      fail("no fresh snapshot of " + missing);
    }
  }

  /** Goes on to the next state when the venue has done its part. */
  private void advance(long now) {
    conversation.checkAnswers(now);
    if (state instanceof Subscribing subscribing) {
      boolean nothing = conversation.size() == 0;
      if (nothing ? heard : conversation.granted() > 0) {
        move(subscribing.acknowledged(now));
      } else if (!nothing && conversation.settled()) {
        fail("all subscriptions " + conversation.refusals());
      }
    }
    if (state instanceof Syncing syncing) {
      boolean complete = books.complete() && conversation.settled();
      if (complete || now - syncing.since() >= SYNC_NANOS) {
        move(syncing.synced(now));
      }
    }
  }

  private void onOpen(Line open) {
    if (!(state instanceof Connecting connecting)) {
      open.close();
      return;
    }
    long now = context.clock().nanos();
    line = open;
    openedAt = now;
    heard = false;
    pulse.reset(now);
    decoder.onOpen(dialogue.address(url), context.clock().micros());
    conversation.onOpen(open, now);
    books.onOpen();
    conversation.askForSign(); // where nothing is subscribed to, nothing else would come
    move(connecting.opened(now));
    if (!conversation.speak(now)) {
      fail("the venue takes no messages");
    }
  }

  private void onMessage(byte[] bytes) {
    onLife();
    Reply reply = dialogue.read(bytes, 0, bytes.length);
    decoder.onFrame(bytes, 0, bytes.length, context.clock().micros());
    if (reply != Reply.DATA) {
      act(reply);
    }
  }

  private void act(Reply reply) {
    long now = context.clock().nanos();
    if (reply instanceof Reply.Leave leave) {
      fail(leave.reason());
    } else if (reply instanceof Reply.Paused paused) {
      if (state instanceof Live live) {
        move(live.paused(paused.reason()));
      }
    } else if (reply instanceof Reply.Resumed) {
      if (state instanceof Stale stale && stale.told()) {
        move(stale.resumed());
      }
    } else {
      String before = conversation.refusals();
      books.onGranted(conversation.onReply(reply, now));
      if (!before.equals(conversation.refusals())) {
        context.listener().onState(state);
      }
    }
  }

  private void onSign() {
    if (!dialogue.beats()) {
      onLife();
    }
  }

  private void onLife() {
    long now = context.clock().nanos();
    heard = true;
    pulse.beat(now);
    context.counters().onHeard(now);
    if (state instanceof Stale stale && !stale.told()) {
      move(stale.heard());
    }
  }

  private void resync(Symbol symbol) {
    books.resync(symbol.nativeName());
  }

  /** The connection is gone or given up. */
  private void fail(String reason) {
    if (!(state instanceof Linked linked)) {
      return;
    }
    connection.release();
    connection = new Connection();
    boolean stood = line != null;
    line = null;
    conversation.onClosed();
    books.onClosed();
    (stood ? context.counters().reconnects : context.counters().failures).increment();
    move(linked.failed(context.clock().nanos(), context.backoff(), reason));
    if (stood) {
      decoder.onClose(context.clock().micros());
      conversation.symbols().forEach(symbol -> lose(symbol, reason));
    }
  }

  private void lose(String symbol, String reason) {
    long rx = context.clock().micros();
    Symbol whole = Symbol.of(setup.settings().venue(), symbol);
    context.ticks().onTick(new Lost(whole, rx, rx, reason));
  }

  /** No more connections. */
  void end() {
    connection.release();
    line = null;
    books.onClosed();
    if (!(state instanceof SessionState.Ended)) {
      if (state instanceof Linked && !(state instanceof Connecting)) {
        decoder.onClose(context.clock().micros());
      }
      move(state.ended());
    }
  }

  private void move(SessionState next) {
    boolean told = next instanceof Live || next instanceof Stale || next instanceof BackingOff;
    state = next;
    if (told && context.logRate().allows(context.clock().nanos())) {
      LOG.infof(
          "live session feed=%s state=%s reason=%s",
          setup.name(), next.getClass().getSimpleName(), next.reason());
    }
    context.listener().onState(next);
  }

  /** One attempt to connect and what became of it; deaf as soon as it isn't the current one. */
  private final class Connection implements LineListener {
    private @Nullable Line open;

    /** Ends it, now or when it comes to be. */
    void release() {
      if (open != null) {
        open.close();
      }
    }

    @Override
    public void onOpen(Line line) {
      open = line;
      if (connection == this) {
        LiveSession.this.onOpen(line);
      } else {
        line.close();
      }
    }

    @Override
    public void onMessage(byte[] bytes) {
      if (connection == this && line != null) {
        LiveSession.this.onMessage(bytes);
      }
    }

    @Override
    public void onPart() {
      if (connection == this && line != null) {
        onLife();
      }
    }

    @Override
    public void onSign() {
      if (connection == this && line != null) {
        LiveSession.this.onSign();
      }
    }

    @Override
    public void onClosed(String reason) {
      open = null;
      if (connection == this) {
        fail(reason);
      }
    }
  }

  /** Hands ticks on and sees the snapshots among them. */
  private final class Ticks implements TickListener {
    @Override
    public boolean onTick(Tick tick) {
      boolean held = context.ticks().onTick(tick);
      if (tick instanceof BookChange change && change.snapshot()) {
        books.onBook(change.symbol().nativeName(), held);
      }
      return held;
    }

    @Override
    public void onTime(long now) {
      context.ticks().onTime(now);
    }
  }
}
