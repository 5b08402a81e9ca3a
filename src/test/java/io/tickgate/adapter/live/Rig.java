package io.tickgate.adapter.live;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.adapter.venue.Dialogues;
import io.tickgate.adapter.venue.StreamChoice;
import io.tickgate.market.Channel;
import io.tickgate.market.Tick;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One session with a scripted venue, real dialogue and decoder, and a clock moved by hand. */
final class Rig {
  static final long RENEW_MILLIS = 600_000;

  final HandMovedClock clock;
  final ScriptedUplink venue;
  final LiveCounters counters = new LiveCounters();
  private final SnapshotRequests snapshots;
  final FeedCounters feedCounters = new FeedCounters();
  final List<Tick> ticks = new ArrayList<>();
  final List<String> states = new ArrayList<>();
  final LiveSession session;

  /** Whether books contradict their checksums. */
  boolean contradict;

  /** The symbol whose books always do, as the venue spells it. */
  String contradicted = "";

  Rig(String name, EnumSet<Channel> channels, String... symbols) {
    this(name, null, "", channels, symbols);
  }

  /** Another session of the same feed, whose clock the first one moves. */
  Rig(Rig first, String name, EnumSet<Channel> channels, String... symbols) {
    this.clock = first.clock;
    this.venue = first.venue;
    this.snapshots = first.snapshots;
    this.session = session(name, venue, "", channels, symbols);
  }

  /** With another uplink than the scripted one, to that address. */
  Rig(
      String name,
      @Nullable Uplink uplink,
      String url,
      EnumSet<Channel> channels,
      String... symbols) {
    this.clock = new HandMovedClock();
    this.venue = new ScriptedUplink();
    Uplink used = uplink == null ? venue : uplink;
    this.snapshots = new SnapshotRequests(used, clock, counters);
    this.session = session(name, used, url, channels, symbols);
  }

  private LiveSession session(
      String name, Uplink uplink, String url, EnumSet<Channel> channels, String... symbols) {
    LiveSettings settings =
        new LiveSettings(
            "x",
            name,
            Optional.of(url).filter(each -> !each.isEmpty()),
            Optional.empty(),
            List.of(symbols),
            0,
            channels,
            StreamChoice.USUAL,
            false,
            Optional.empty(),
            30_000,
            RENEW_MILLIS);
    var dialogue = Dialogues.create(name);
    SessionContext context =
        new SessionContext(
            uplink,
            clock,
            new Backoff(30_000_000_000L, longest()),
            new ConnectGate(dialogue.limits().connectSpacingMillis() * 1_000_000L),
            snapshots,
            new LogRate(),
            counters,
            new TickListener() {
              @Override
              public boolean onTick(Tick tick) {
                ticks.add(tick);
                return !contradict && !tick.symbol().nativeName().equals(contradicted);
              }

              @Override
              public void onTime(long now) {}
            },
            state -> {
              String text = state.getClass().getSimpleName();
              if (states.isEmpty() || !states.get(states.size() - 1).equals(text)) {
                states.add(text);
              }
            });
    return new LiveSession(
        new SessionSetup(
            "x",
            settings,
            dialogue,
            (out, resync) -> Decoders.create(name, out, feedCounters, resync),
            List.of(symbols),
            channels),
        context);
  }

  static Rig of(String venue, EnumSet<Channel> channels, String... symbols) {
    Rig rig = new Rig(venue, channels, symbols);
    for (String symbol : symbols) {
      rig.session.demand(symbol, true);
    }
    return rig;
  }

  /** Draws the longest wait each time. */
  private static RandomGenerator longest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return Long.MAX_VALUE;
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }

  /** Lets so many milliseconds go by, a tick after the other. */
  void pass(long millis) {
    for (long left = millis; left > 0; left -= 100) {
      clock.advance(Math.min(left, 100) * 1_000_000L);
      session.tick();
    }
  }

  /** The same, with that message of the venue in each of them. */
  void pass(long millis, String message) {
    for (long left = millis; left > 0; left -= 100) {
      venue.say(message);
      pass(Math.min(left, 100));
    }
  }

  /** Connects, as far as the venue's part goes. */
  List<String> connect() {
    session.tick();
    venue.accept();
    return venue.takeSent();
  }

  String state() {
    return session.state().getClass().getSimpleName();
  }

  String reason() {
    return session.state().reason();
  }

  /** The ticks since it was asked last, by kind and symbol. */
  List<String> heard() {
    List<String> heard =
        ticks.stream()
            .map(tick -> tick.getClass().getSimpleName() + " " + tick.symbol().name())
            .toList();
    ticks.clear();
    return heard;
  }
}
