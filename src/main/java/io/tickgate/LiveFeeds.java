package io.tickgate;

import io.tickgate.FeedsConfig.FeedConfig;
import io.tickgate.adapter.live.LiveAdapter;
import io.tickgate.adapter.live.LiveSettings;
import io.tickgate.adapter.venue.Dialogues;
import io.tickgate.adapter.venue.StreamChoice;
import io.tickgate.adapter.venue.StreamChoice.Trades;
import io.tickgate.adapter.venue.Venues;
import io.tickgate.market.Channel;
import io.tickgate.market.Symbol;
import io.vertx.core.Vertx;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Makes feeds of venues as they are now, from the configuration. */
@Singleton
final class LiveFeeds {
  private final LiveConfig config;
  private final Provider<Vertx> vertx; // asked when a feed is live

  LiveFeeds(LiveConfig config, Provider<Vertx> vertx) {
    this.config = config;
    this.vertx = vertx;
  }

  /**
   * What is configured for that feed.
   *
   * @throws IllegalArgumentException when it is configured wrongly; names the key
   */
  LiveSettings settings(String id, FeedConfig feed) {
    String key = "tickgate.feeds." + id + ".";
    String venue = feed.venue().orElseThrow(() -> fault(key + "venue: missing"));
    if (!Venues.names().contains(venue)) {
      throw fault(key + "venue: '" + venue + "' is none of " + Venues.names());
    }
    return new LiveSettings(
        id,
        venue,
        address(key + "url", feed.url(), "ws", "wss"),
        address(key + "rest-url", feed.restUrl(), "http", "https"),
        symbols(key, venue, feed),
        most(key, feed.symbolsPerConnection()),
        channels(key, feed.channels()),
        choice(key, venue, feed),
        onDemand(key, feed.subscribe()),
        feed.heartbeat().map(beat -> Math.max(1, beat.toMillis())),
        config.maxBackoff().toMillis(),
        config.renewBooks().toMillis());
  }

  LiveAdapter create(
      LiveSettings settings, LiveAdapter.DecoderFactory decoders, LiveAdapter.Outlet outlet) {
    return new LiveAdapter(settings, decoders, outlet, vertx.get(), config.uplink());
  }

  private static List<String> symbols(String key, String venue, FeedConfig feed) {
    String all = feed.symbols().orElseThrow(() -> fault(key + "symbols: missing"));
    List<String> symbols = Stream.of(all.split(",", -1)).map(String::trim).distinct().toList();
    for (String symbol : symbols) {
      String wrong = Symbol.fault(venue + ":" + symbol);
      if (wrong != null) {
        throw fault(key + "symbols: '" + symbol + "': " + wrong);
      }
    }
    return symbols;
  }

  private static Set<Channel> channels(String key, String text) {
    EnumSet<Channel> channels = EnumSet.noneOf(Channel.class);
    for (String name : text.split(",", -1)) {
      Channel channel = Channel.of(name.trim());
      if (channel == null || channel == Channel.BAR) {
        throw fault(key + "channels: '" + name.trim() + "' is not ticker, quote, trade or book");
      }
      channels.add(channel);
    }
    return channels;
  }

  private static int most(String key, OptionalInt symbols) {
    if (symbols.isPresent() && symbols.getAsInt() < 1) {
      throw fault(key + "symbols-per-connection: " + symbols.getAsInt() + " is less than 1");
    }
    return symbols.orElse(0);
  }

  private static StreamChoice choice(String key, String venue, FeedConfig feed) {
    StreamChoice choice =
        new StreamChoice(depth(key, feed.depth()), feed.trades().orElse(Trades.USUAL));
    try {
      Dialogues.create(venue, choice);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + e.getMessage(), e);
    }
    return choice;
  }

  private static int depth(String key, Optional<String> text) {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.get().matches("[1-9][0-9]{0,5}")) {
      throw fault(key + "depth: '" + text.get() + "' is not a number of levels");
    }
    return Integer.parseInt(text.get());
  }

  private static boolean onDemand(String key, String text) {
    return switch (text) {
      case "all" -> false;
      case "on-demand" -> true;
      default -> throw fault(key + "subscribe: '" + text + "' is neither all nor on-demand");
    };
  }

  private static Optional<String> address(
      String key, Optional<String> url, String scheme, String secure) {
    url.ifPresent(
        text -> {
          if (!isAddress(text, scheme, secure)) {
            throw fault(key + ": '" + text + "' is no " + scheme + " or " + secure + " address");
          }
        });
    return url;
  }

  private static boolean isAddress(String text, String scheme, String secure) {
    try {
      URI uri = URI.create(text);
      String given = uri.getScheme();
      return uri.getHost() != null && (scheme.equals(given) || secure.equals(given));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static IllegalArgumentException fault(String text) {
    return new IllegalArgumentException(text);
  }
}
