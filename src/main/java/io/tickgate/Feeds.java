package io.tickgate;

import io.tickgate.FeedsConfig.FeedConfig;
import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.live.LiveAdapter;
import io.tickgate.adapter.live.LiveSettings;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.simulator.Pacer;
import io.tickgate.adapter.simulator.SimulatorAdapter;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.ops.FeedMeters;
import io.tickgate.record.Recorder;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the configured feeds, and starts and stops them together. */
@Singleton
final class Feeds {
  private final FeedsConfig config;
  private final RecordConfig recording;
  private final Books books;
  private final FeedMeters meters;
  private final InstantSource clock;
  private final LiveFeeds live;
  private final List<FeedAdapter> adapters = new ArrayList<>();
  private final List<Recorder> recorders = new CopyOnWriteArrayList<>(); // feeds' threads add

  Feeds(
      FeedsConfig config,
      RecordConfig recording,
      Books books,
      FeedMeters meters,
      InstantSource clock,
      LiveFeeds live) {
    this.config = config;
    this.recording = recording;
    this.books = books;
    this.meters = meters;
    this.clock = clock;
    this.live = live;
  }

  /**
   * Makes all feeds, then starts them.
   *
   * @throws IllegalArgumentException when one is configured wrongly; names the key
   */
  void start() {
    config.all().forEach(this::add);
    adapters.forEach(FeedAdapter::start);
  }

  private void add(String id, FeedConfig feed) {
    if (!feed.enabled()) {
      return;
    }
    String key = "tickgate.feeds." + id + ".type: ";
    String type =
        feed.type()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(key + "missing; one of live, replay, simulator"));
    switch (type) {
      case "live" -> adapters.add(live(id, feed));
      case "replay" -> adapters.add(replay(id, feed));
      case "simulator" -> adapters.add(simulator(id, feed));
      default ->
          throw new IllegalArgumentException(
              key + "'" + type + "' is not one of live, replay, simulator");
    }
  }

  private FeedAdapter live(String id, FeedConfig config) {
    LiveSettings settings = live.settings(id, config);
    Feed feed = books.addFeed(id);
    FeedEntrance entrance = new FeedEntrance(feed, null);
    FeedCounters counters = meters.feed(feed);
    LiveAdapter adapter =
        live.create(
            settings,
            (session, ticks, resync) -> {
              String name = session == 0 ? id : id + "-" + (session + 1);
              FrameListener decoder = Decoders.create(settings.venue(), ticks, counters, resync);
              return config.record() ? recorded(settings.venue(), name, decoder) : decoder;
            },
            new LiveAdapter.Outlet(entrance, entrance, meters.live(feed)));
    feed.listen(adapter::onDemand);
    return adapter;
  }

  private FeedAdapter replay(String id, FeedConfig config) {
    String path =
        config
            .path()
            .orElseThrow(
                () -> new IllegalArgumentException("tickgate.feeds." + id + ".path: missing"));
    if (config.record() && config.loop()) { // each turn would be another recording, without end
      throw new IllegalArgumentException(
          "tickgate.feeds." + id + ".record: a replay that loops can't be recorded");
    }
    ReplaySettings settings =
        new ReplaySettings(id, path, config.venue().orElse(null), config.speed(), config.loop());
    Feed feed = books.addFeed(id);
    FeedEntrance entrance = new FeedEntrance(feed, config.symbols().orElse(null));
    FeedCounters counters = meters.feed(feed);
    return new ReplayAdapter(
        settings,
        venue -> decoder(id, venue, config, entrance, counters),
        entrance,
        entrance,
        ReplayClock.SYSTEM);
  }

  private FrameListener decoder(
      String id, String venue, FeedConfig config, FeedEntrance entrance, FeedCounters counters) {
    // a recording holds the snapshots it holds: there is nobody to ask for another
    FrameListener decoder = Decoders.create(venue, entrance, counters, (symbol, reason) -> {});
    return config.record() ? recorded(venue, id, decoder) : decoder;
  }

  private FrameListener recorded(String venue, String name, FrameListener decoder) {
    Recorder recorder = new Recorder(recording.settings(), venue, name, decoder, clock);
    recorder.start();
    recorders.add(recorder);
    return recorder;
  }

  private FeedAdapter simulator(String id, FeedConfig config) {
    Map<String, String> options = new HashMap<>();
    put(options, "symbols", config.symbols());
    put(options, "rate", config.rate());
    put(options, "seed", config.seed());
    put(options, "depth", config.depth());
    put(options, "opening-rush", config.openingRush());
    put(options, "even", config.even());
    Feed feed = books.addFeed(id);
    FeedEntrance entrance = new FeedEntrance(feed, null);
    return new SimulatorAdapter(
        SimulatorSettings.of(id, options), entrance, entrance, meters.feed(feed), Pacer.system());
  }

  private static void put(Map<String, String> options, String key, Optional<String> value) {
    value.ifPresent(text -> options.put(key, text));
  }

  /** Stops all feeds and writes what recorders still hold. */
  void stop() {
    adapters.forEach(FeedAdapter::stop);
    recorders.forEach(Recorder::close);
  }
}
