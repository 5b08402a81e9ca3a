package io.tickgate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.simulator.SimulatorSettings;
import io.tickgate.venueserver.Faults;
import io.tickgate.venueserver.VenueServer;
import io.tickgate.venueserver.VenueServerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A venue of one's own, to point a client at that was written for the real one. It asks for no
 * token; it listens on this machine alone unless told otherwise.
 */
@ConfigMapping(prefix = "tickgate.venue-server")
public interface VenueServerConfig {
  /** Whether there is one. */
  @WithDefault("false")
  boolean enabled();

  /** Address to listen on. */
  @WithDefault("127.0.0.1")
  String host();

  /** Port, of HTTP and WebSocket both; 0 for any that is free, which the log tells. */
  @WithDefault("8090")
  int port();

  /**
   * {@code coinbase}, {@code kraken}, {@code binance}, {@code binance-usdm}, {@code binance-coinm}.
   */
  @WithDefault("coinbase")
  String dialect();

  /** Where what it says comes from. */
  @WithDefault("simulator")
  Origin source();

  /** The kinds of {@link #source}. */
  enum Origin {
    SIMULATOR,
    RECORDING
  }

  /** Of a recording: files, as of {@code tickgate.feeds.<id>.path}. */
  Optional<String> path();

  /** Of a recording: times real time, or {@code max}: as fast as all clients take it. */
  @WithDefault("1")
  String speed();

  /** Of a recording: starts over at its end; clients are closed with 1012 and come back. */
  @WithDefault("false")
  boolean loop();

  /** Whether the source starts when the first client has subscribed. */
  @WithDefault("true")
  boolean waitForClient();

  /** How long that client subscribes to nothing more before: it may take several messages. */
  @WithDefault("250ms")
  Duration quiet();

  /** Keys of the simulator, as of {@code tickgate.feeds.<id>}: symbols, rate, seed, depth … */
  Map<String, String> simulator();

  /** Connections at once: a desk's worth of bots. */
  @WithDefault("64")
  int maxClients();

  /**
   * What may wait for a client before it is cut, as venues do; at speed {@code max} the source
   * waits for ten seconds instead. Four times the largest snapshot of the recordings at hand.
   */
  @WithDefault("8M")
  MemorySize outputLimit();

  /** Whether clients that send more messages than the venue allows are disconnected. */
  @WithDefault("false")
  boolean limitRequests();

  /** How long the fault {@code slow-snapshot} delays one. */
  @WithDefault("3s")
  Duration slowSnapshot();

  /**
   * Faults by name ({@code drop}, {@code stall}, {@code gap}, {@code bad-checksum}, {@code
   * duplicate}, {@code reorder}, {@code garbage}, {@code slow-snapshot}, {@code maintenance}): one
   * in so many messages.
   */
  Map<String, Integer> faults();

  /** Which messages those are: the same seed, the same ones. */
  @WithDefault("1")
  long faultSeed();

  /**
   * The server, not started.
   *
   * @param faults what is on order, and may be ordered while it runs
   * @throws IllegalArgumentException naming the key that is wrong
   */
  default VenueServer server(Faults faults) {
    boolean recorded = source() == Origin.RECORDING;
    boolean flowControlled = recorded && speed().equals("max");
    VenueServerSettings settings =
        new VenueServerSettings(
            host(),
            port(),
            maxClients(),
            outputLimit().asLongValue(),
            limitRequests(),
            waitForClient(),
            quiet(),
            flowControlled,
            slowSnapshot());
    if (!recorded) {
      SimulatorSettings market = SimulatorSettings.of("venue-server", new HashMap<>(simulator()));
      return VenueServer.ofSimulator(settings, dialect(), market, faults);
    }
    ReplaySettings recording =
        new ReplaySettings("venue-server", path().orElse(""), dialect(), speed(), loop());
    return VenueServer.ofRecording(settings, dialect(), recording, faults);
  }
}
