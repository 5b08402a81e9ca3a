package io.tickgate.ops;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tickgate.adapter.Counter;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.live.LiveCounters;
import io.tickgate.adapter.replay.ReplayCounters;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.market.FeedState;
import io.tickgate.record.RecorderCounters;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Meters of each feed. Their one label is the feed's id, of which there are as many as configured.
 */
@Singleton
public final class FeedMeters {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Set<String> standingBy = ConcurrentHashMap.newKeySet(); // at most all feeds

  public FeedMeters(MeterRegistry registry, Books books, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    Gauge.builder("tickgate.book.symbols", books, each -> each.symbols().size()).register(registry);
    Gauge.builder("tickgate.book.log.entries", books, Books::logEntries).register(registry);
  }

  /** The counters of a feed's decoders, metered from now on. */
  public FeedCounters feed(Feed feed) {
    FeedCounters counters = new FeedCounters();
    counter(feed, "frames", counters.frames);
    counter(feed, "ignored", counters.ignored);
    counter(feed, "broken", counters.broken);
    counter(feed, "errors", counters.errors);
    counter(feed, "resyncs", counters.resyncs);
    counter(feed, "dropped", counters.dropped);
    FunctionCounter.builder("tickgate.adapter.ticks", feed, Feed::ticks)
        .tag("feed", feed.id())
        .register(registry);
    FunctionCounter.builder("tickgate.adapter.refused", feed, Feed::refused)
        .tag("feed", feed.id())
        .register(registry);
    Gauge.builder("tickgate.adapter.age", feed, this::ageSeconds)
        .tag("feed", feed.id())
        .baseUnit("seconds")
        .register(registry);
    for (FeedState state : FeedState.values()) {
      Gauge.builder("tickgate.adapter.state", feed, each -> isIn(each, state) ? 1 : 0)
          .tag("feed", feed.id())
          .tag("state", state.text())
          .register(registry);
    }
    Timer upstream = Latencies.timer(registry, "upstream", "feed", feed.id());
    feed.timeUpstream(micros -> upstream.record(micros, TimeUnit.MICROSECONDS));
    return counters;
  }

  /**
   * Whether a feed stands by for another node's: then it is in no state here, so that it isn't
   * taken for one that broke down. Any thread.
   */
  public void standsBy(Feed feed, boolean standing) {
    if (standing) {
      standingBy.add(feed.id());
    } else {
      standingBy.remove(feed.id());
    }
  }

  private boolean isIn(Feed feed, FeedState state) {
    return feed.state() == state && !standingBy.contains(feed.id());
  }

  /** The counters of a live feed's connections, metered from now on. */
  public LiveCounters live(Feed feed) {
    LiveCounters counters = new LiveCounters();
    counter(feed, "reconnects", counters.reconnects);
    counter(feed, "connect.failures", counters.failures);
    counter(feed, "snapshots", counters.snapshots);
    counter(feed, "snapshot.failures", counters.snapshotFailures);
    counter(feed, "resubscribes", counters.resubscribes);
    counter(feed, "subscriptions.refused", counters.refused);
    Gauge.builder("tickgate.adapter.sessions.live", counters, LiveCounters::live)
        .tag("feed", feed.id())
        .register(registry);
    Gauge.builder("tickgate.adapter.heard.age", counters, each -> each.age(System.nanoTime()))
        .tag("feed", feed.id())
        .baseUnit("seconds")
        .register(registry);
    return counters;
  }

  /** What is counted of a feed's recordings. */
  public void recording(String feed, RecorderCounters counters) {
    adder(feed, "record.recorded", counters.recorded);
    adder(feed, "record.dropped", counters.dropped);
    adder(feed, "record.unwritten", counters.unwritten);
    adder(feed, "record.files", counters.files);
    adder(feed, "record.failures", counters.failures);
    adder(feed, "record.deleted", counters.deleted);
  }

  /** What is counted of the files that a feed replays. */
  public void replay(String feed, ReplayCounters counters) {
    adder(feed, "replay.lines", counters.lines);
    adder(feed, "replay.broken.lines", counters.brokenLines);
    adder(feed, "replay.long.lines", counters.longLines);
    adder(feed, "replay.cut.files", counters.cutTails);
    adder(feed, "replay.lost", counters.lost);
    adder(feed, "replay.stray.answers", counters.strayAnswers);
  }

  private void adder(String feed, String name, LongAdder counter) {
    FunctionCounter.builder("tickgate." + name, counter, LongAdder::sum)
        .tag("feed", feed)
        .register(registry);
  }

  private double ageSeconds(Feed feed) {
    long heard = feed.heardMillis();
    return heard == 0 || standingBy.contains(feed.id())
        ? Double.NaN
        : (clock.millis() - heard) / 1_000.0;
  }

  private void counter(Feed feed, String name, Counter counter) {
    FunctionCounter.builder("tickgate.adapter." + name, counter, Counter::sum)
        .tag("feed", feed.id())
        .register(registry);
  }
}
