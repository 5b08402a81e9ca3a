package io.tickgate;

import io.tickgate.FeedsConfig.FeedConfig;
import io.tickgate.adapter.FeedAdapter;
import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.live.LiveAdapter;
import io.tickgate.adapter.live.LiveSettings;
import io.tickgate.adapter.publish.RecordedDecoders;
import io.tickgate.adapter.replay.Decks;
import io.tickgate.adapter.replay.DecoderFactory;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.replay.ReplaySettings.Span;
import io.tickgate.adapter.replay.TapeEvent;
import io.tickgate.adapter.simulator.Pacer;
import io.tickgate.adapter.simulator.SimulatorAdapter;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.adapter.venue.Decoders;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.ops.FeedMeters;
import io.tickgate.record.FeedRecording;
import io.tickgate.record.Recordings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the configured feeds, and starts and stops them together. */
@Singleton
final class Feeds {
  private final FeedsConfig config;
  private final Books books;
  private final FeedMeters meters;
  private final LiveFeeds live;
  private final List<Source> sources = new ArrayList<>();
  private final List<FeedAdapter> adapters = new ArrayList<>();
  private final Recordings recordings;
  private final Decks decks = new Decks();

  Feeds(
      FeedsConfig config,
      RecordConfig recording,
      Books books,
      FeedMeters meters,
      InstantSource clock,
      LiveFeeds live) {
    this.config = config;
    this.recordings = new Recordings(recording.settings(), clock);
    this.books = books;
    this.meters = meters;
    this.live = live;
  }

  /** A feed and what makes its adapter, each of which starts once. */
  record Source(Feed feed, Supplier<FeedAdapter> maker) {}

  /**
   * Makes all feeds, then starts them.
   *
   * @throws IllegalArgumentException when one is configured wrongly; names the key
   */
  void start() {
    standBy().forEach(source -> adapters.add(source.maker().get()));
    adapters.forEach(FeedAdapter::start);
  }

  /**
   * Makes all feeds and starts none.
   *
   * @throws IllegalArgumentException when one is configured wrongly; names the key
   */
  List<Source> standBy() {
    config.all().forEach(this::add);
    return sources;
  }

  /** The decks of the replays. */
  Decks decks() {
    return decks;
  }

  /** The switches of what is recorded. */
  Recordings recordings() {
    return recordings;
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
      case "live" -> sources.add(live(id, feed));
      case "replay" -> sources.add(replay(id, feed));
      case "simulator" -> sources.add(simulator(id, feed));
      default ->
          throw new IllegalArgumentException(
              key + "'" + type + "' is not one of live, replay, simulator");
    }
  }

  private Source live(String id, FeedConfig config) {
    LiveSettings settings = live.settings(id, config);
    Feed feed = books.addFeed(id);
    FeedEntrance entrance = new FeedEntrance(feed, null);
    FeedCounters counters = meters.feed(feed);
    FeedRecording recording = recording(id, config);
    LiveAdapter.DecoderFactory decoders =
        (ticks, resync) ->
            recording.connection(
                settings.venue(), Decoders.create(settings.venue(), ticks, counters, resync));
    LiveAdapter.Outlet outlet = new LiveAdapter.Outlet(entrance, entrance, meters.live(feed));
    return new Source(
        feed,
        () -> {
          LiveAdapter adapter = live.create(settings, decoders, outlet);
          feed.listen(adapter::onDemand);
          return adapter;
        });
  }

  private Source replay(String id, FeedConfig config) {
    String path =
        config
            .path()
            .orElseThrow(
                () -> new IllegalArgumentException("tickgate.feeds." + id + ".path: missing"));
    if (config.record() && config.loop()) { // each turn would be another recording, without end
      throw new IllegalArgumentException(
          "tickgate.feeds." + id + ".record: a replay that loops can't be recorded");
    }
    FeedRecording recording = recording(id, config);
    ReplaySettings settings =
        new ReplaySettings(
            id,
            path,
            config.venue().orElse(null),
            config.speed(),
            config.loop(),
            new Span(micros(id, "from", config.from()), micros(id, "to", config.to())));
    Feed feed = books.addFeed(id);
    FeedEntrance entrance = new FeedEntrance(feed, config.symbols().orElse(null));
    FeedCounters counters = meters.feed(feed);
    DecoderFactory decoders =
        venue -> recording.connection(venue, RecordedDecoders.create(venue, entrance, counters));
    return new Source(
        feed,
        () -> {
          ReplayAdapter adapter =
              new ReplayAdapter(settings, decoders, entrance, entrance, ReplayClock.SYSTEM);
          meters.replay(id, adapter.counters());
          decks.add(adapter.deck());
          return adapter;
        });
  }

  private static long micros(String id, String key, Optional<Instant> time) {
    long micros =
        time.map(each -> ChronoUnit.MICROS.between(Instant.EPOCH, each)).orElse(TapeEvent.NO_TIME);
    if (time.isPresent() && micros < 0) {
      throw new IllegalArgumentException("tickgate.feeds." + id + "." + key + ": before 1970");
    }
    return micros;
  }

  private FeedRecording recording(String id, FeedConfig config) {
    FeedRecording recording = recordings.feed(id);
    meters.recording(id, recording.counters());
    if (config.record()) {
      recording.start();
    }
    return recording;
  }

  private Source simulator(String id, FeedConfig config) {
    Map<String, String> options = new HashMap<>();
    put(options, "symbols", config.symbols());
    put(options, "rate", config.rate());
    put(options, "seed", config.seed());
    put(options, "depth", config.depth());
    put(options, "opening-rush", config.openingRush());
    put(options, "even", config.even());
    Feed feed = books.addFeed(id);
    FeedEntrance entrance = new FeedEntrance(feed, null);
    SimulatorSettings settings = SimulatorSettings.of(id, options);
    FeedCounters counters = meters.feed(feed);
    return new Source(
        feed, () -> new SimulatorAdapter(settings, entrance, entrance, counters, Pacer.system()));
  }

  private static void put(Map<String, String> options, String key, Optional<String> value) {
    value.ifPresent(text -> options.put(key, text));
  }

  /** Stops all feeds and writes what recorders still hold. */
  void stop() {
    adapters.forEach(FeedAdapter::stop);
    recordings.close();
  }
}
