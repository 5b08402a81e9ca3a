package io.tickgate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import io.tickgate.adapter.venue.StreamChoice;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The feeds, each under an id of one's own: {@code tickgate.feeds.<id>.<key>}. */
@ConfigMapping(prefix = "tickgate.feeds")
public interface FeedsConfig {
  /** The feeds by id. */
  @WithParentName
  Map<String, FeedConfig> all();

  /** One feed. */
  interface FeedConfig {
    /** {@code live}, {@code replay} or {@code simulator}. */
    Optional<String> type();

    /** {@code false} switches a feed off, a default one for instance. */
    @WithDefault("true")
    boolean enabled();

    /**
     * Replay: recordings and files of ticks, {@code dir/*.gz} or {@code classpath:name}, with
     * commas between.
     */
    Optional<String> path();

    /** Live: whose market. Replay: whose recording it is, where the file doesn't tell. */
    Optional<String> venue();

    /** Replay: a factor, 1 being the recorded pace, or {@code max}. */
    @WithDefault("1")
    String speed();

    /** Replay: start over at the end. */
    @WithDefault("false")
    boolean loop();

    /** Live: address of the WebSocket, in place of the venue's own. */
    Optional<String> url();

    /** Live: where REST is asked, in place of the venue's own; no slash at the end. */
    Optional<String> restUrl();

    /** Replay: plays from that moment on, {@code 2025-11-21T01:53:20Z}, as if sought. */
    Optional<Instant> from();

    /** Replay: plays no further than that. */
    Optional<Instant> to();

    /**
     * Live: what is subscribed to, of {@code ticker}, {@code quote}, {@code trade}, {@code book}.
     */
    @WithDefault("ticker,trade,book")
    String channels();

    /** Live: {@code all} the symbols, or {@code on-demand} those that a client asks for. */
    @WithDefault("all")
    String subscribe();

    /**
     * Live: how often a sign of life is expected. The feed is stale after one and a half of them
     * and reconnects after two. Unset: what the venue promises, one to ten seconds.
     */
    Optional<Duration> heartbeat();

    /**
     * Live: these, as the venue spells them, with commas between. Replay: only these, native names
     * or globs with commas between; unset: all. Simulator: how many, up to 10,000, or which; unset:
     * 20.
     */
    Optional<String> symbols();

    /** Simulator: updates a second in all, up to 200,000. Unset: 200. */
    Optional<String> rate();

    /** Simulator: the same seed gives the same market. Unset: 1. */
    Optional<String> seed();

    /**
     * Live: levels a side of a book, where the venue offers several: Kraken 10, 25, 100, 500, 1000.
     * Its checksums are of the best 10. Unset: 100, the deepest that a client sees. Simulator:
     * levels a side, up to 25. Unset: 10.
     */
    Optional<String> depth();

    /**
     * Live, Binance: {@code single} trades or {@code aggregated} ones, of one order at one price.
     * Unset: single ones on spot, aggregated ones on futures, as the venue documents them.
     */
    Optional<StreamChoice.Trades> trades();

    /** Live: most symbols of one connection, if fewer than the venue allows. */
    OptionalInt symbolsPerConnection();

    /**
     * Simulator: whether it starts with the five-second rush of an opening. Unset: {@code true}.
     */
    Optional<String> openingRush();

    /**
     * Simulator: all symbols equally active and no bursts, for measurements. Unset: {@code false}.
     */
    Optional<String> even();

    /** Whether what is received is recorded; see {@code tickgate.record}. */
    @WithDefault("false")
    boolean record();
  }
}
