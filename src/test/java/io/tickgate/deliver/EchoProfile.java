package io.tickgate.deliver;

import java.util.Map;

/** As {@link ProtocolProfile}, with the echo switched on and limits that frames reach. */
public class EchoProfile extends ProtocolProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "tickgate.diagnostics.echo", "true",
        "tickgate.edge.max-fragments", "64",
        "tickgate.edge.max-pings-per-second", "20");
  }
}
