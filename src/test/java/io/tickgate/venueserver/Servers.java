package io.tickgate.venueserver;

import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.adapter.simulator.SimulatorSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Venues to be tested, on free ports. */
final class Servers {
  static final Faults NO_FAULTS = new Faults(1);

  private Servers() {}

  /** A recording as fast as it goes, from the first subscription on. */
  static VenueServer recording(String venue, String path, Faults faults) throws IOException {
    return started(
        VenueServer.ofRecording(
            settings(true, true),
            venue,
            new ReplaySettings("venue", path, venue, "max", false),
            faults));
  }

  /** The simulated market of two symbols, in real time. */
  static VenueServer simulator(String venue, int rate, Faults faults) throws IOException {
    return started(
        VenueServer.ofSimulator(
            settings(false, false),
            venue,
            new SimulatorSettings("venue", List.of("BTC-USD", "ETH-USD"), rate, 7, 25, true),
            faults));
  }

  static VenueServerSettings settings(boolean waits, boolean flowControlled) {
    return new VenueServerSettings(
        "127.0.0.1",
        0,
        16,
        1 << 20,
        true,
        waits,
        Duration.ofMillis(150),
        flowControlled,
        Duration.ofMillis(300));
  }

  static VenueServer started(VenueServer server) throws IOException {
    server.start();
    return server;
  }
}
