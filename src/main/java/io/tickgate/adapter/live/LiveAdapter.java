package io.tickgate.adapter.live;

import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.live.SessionState.Live;
import io.tickgate.adapter.live.SessionState.Stale;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Dialogues;
import io.tickgate.adapter.venue.Resync;
import io.tickgate.market.FeedState;
import io.tickgate.market.Listed;
import io.tickgate.market.Symbol;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A feed of a venue as it is now, over as many connections as the venue's limits ask for.
 * Everything runs on one event loop of the given Vert.x; the methods here may be called by any
 * thread.
 *
 * <p>The feed is {@code LIVE} when all of its sessions are, {@code DOWN} when none is connected,
 * and {@code STALE} in between; the reason names what is wrong and what the venue refused.
 */
public final class LiveAdapter implements FeedAdapter {
  private static final Logger LOG = Logger.getLogger(LiveAdapter.class);

  /** Far longer than closing a few sockets takes. */
  private static final long STOP_SECONDS = 5;

  /** What a feed hands its work to. */
  public record Outlet(TickListener ticks, FeedListener feed, LiveCounters counters) {}

  /** Makes what hears a session. */
  @FunctionalInterface
  public interface DecoderFactory {
    /** A decoder, perhaps with a recorder before it. */
    FrameListener create(TickListener ticks, Resync resync);
  }

  private final LiveSettings settings;
  private final Outlet outlet;
  private final Vertx vertx;
  private final Context context;
  private final VertxUplink uplink;
  private final LiveClock clock;
  private final List<LiveSession> sessions = new ArrayList<>();
  private final Map<String, LiveSession> bySymbol = new HashMap<>();
  private long timer;
  private boolean ended;
  private @Nullable FeedState told;
  private String toldReason = "";

  /** A feed that isn't started; nothing is connected. */
  public LiveAdapter(
      LiveSettings settings,
      DecoderFactory decoders,
      Outlet outlet,
      Vertx vertx,
      UplinkSettings uplink) {
    this(settings, decoders, outlet, new VertxUplink(vertx, uplink), LiveClock.SYSTEM);
  }

  /** The same on another clock. */
  LiveAdapter(
      LiveSettings settings,
      DecoderFactory decoders,
      Outlet outlet,
      VertxUplink uplink,
      LiveClock clock) {
    this.settings = settings;
    this.outlet = outlet;
    this.vertx = uplink.vertx();
    this.context = vertx.getOrCreateContext();
    this.uplink = uplink;
    this.clock = clock;
    addSessions(decoders);
  }

  private void addSessions(DecoderFactory decoders) {
    Dialogue dialogue = Dialogues.create(settings.venue(), settings.choice());
    ConnectGate gate = new ConnectGate(dialogue.limits().connectSpacingMillis() * 1_000_000L);
    Backoff backoff =
        new Backoff(settings.maxBackoffMillis() * 1_000_000L, RandomGenerator.getDefault());
    SessionContext shared =
        new SessionContext(
            uplink,
            clock,
            backoff,
            gate,
            new SnapshotRequests(uplink, clock, outlet.counters()),
            new LogRate(),
            outlet.counters(),
            outlet.ticks(),
            state -> tell());
    for (List<String> symbols : settings.spread(dialogue)) {
      int number = sessions.size();
      String name = number == 0 ? settings.feedId() : settings.feedId() + "-" + (number + 1);
      LiveSession session =
          new LiveSession(
              new SessionSetup(
                  name,
                  settings,
                  number == 0 ? dialogue : Dialogues.create(settings.venue(), settings.choice()),
                  decoders,
                  symbols,
                  settings.channels()),
              shared);
      sessions.add(session);
      symbols.forEach(symbol -> bySymbol.put(symbol, session));
    }
  }

  @Override
  public void start() {
    context.runOnContext(
        go -> {
          tell();
          long rx = clock.micros();
          for (String symbol : settings.symbols()) {
            Symbol listed = Symbol.of(settings.venue(), symbol);
            outlet.ticks().onTick(new Listed(listed, rx, rx)); // so that it can be asked for
            if (!settings.onDemand()) {
              demand(symbol, true);
            }
          }
          timer =
              vertx.setPeriodic(
                  TimeUnit.NANOSECONDS.toMillis(LiveSession.TICK_NANOS), id -> tick());
        });
  }

  private void tick() {
    sessions.forEach(LiveSession::tick);
    outlet.ticks().onTime(clock.micros());
  }

  /**
   * Clients want that symbol, or none does any more; without effect unless the feed is on demand.
   * Any thread.
   */
  public void onDemand(Symbol symbol, boolean wanted) {
    if (settings.onDemand() && symbol.venue().equals(settings.venue())) {
      context.runOnContext(go -> demand(symbol.nativeName(), wanted));
    }
  }

  private void demand(String symbol, boolean wanted) {
    LiveSession session = bySymbol.get(symbol);
    if (session != null && !ended) {
      session.demand(symbol, wanted);
    }
  }

  /** Tells the feed's state when it, or its reason, is another. */
  private void tell() {
    int live = 0;
    int stale = 0;
    String trouble = "";
    String refusals = "";
    for (LiveSession session : sessions) {
      SessionState state = session.state();
      live += state instanceof Live ? 1 : 0;
      stale += state instanceof Stale ? 1 : 0;
      trouble = state instanceof Live || !trouble.isEmpty() ? trouble : state.reason();
      refusals = refusals.isEmpty() ? session.refusals() : refusals;
    }
    outlet.counters().onLive(live);
    boolean all = live == sessions.size();
    FeedState state = all ? FeedState.LIVE : live + stale > 0 ? FeedState.STALE : FeedState.DOWN;
    boolean some = !all && sessions.size() > 1;
    String reason =
        all
            ? refusals
            : some ? live + " of " + sessions.size() + " connections live: " + trouble : trouble;
    if (state != told || !reason.equals(toldReason)) {
      told = state;
      toldReason = reason;
      outlet.feed().onState(state, reason);
    }
  }

  @Override
  public void stop() {
    CountDownLatch done = new CountDownLatch(1);
    context.runOnContext(
        go -> {
          ended = true;
          vertx.cancelTimer(timer);
          sessions.forEach(LiveSession::end);
          uplink.close();
          done.countDown();
        });
    if (Vertx.currentContext() == context) {
      return;
    }
    try {
      if (!done.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warnf("live feed did not stop in time feed=%s", settings.feedId());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
