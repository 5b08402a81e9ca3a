package io.tickgate.page;

import io.tickgate.deliver.ProtocolProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * A gateway as a newcomer sees it: a simulated market and a recording, an operator's endpoints open
 * to all, and {@link io.tickgate.deliver.TestMarket}.
 */
public class DashboardProfile extends ProtocolProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> keys = new HashMap<>();
    keys.put("tickgate.admin.enabled", "true");
    keys.put("tickgate.record.folder", "target/test-recordings"); // DeckResourceTest
    keys.put("tickgate.feeds.sim.enabled", "true");
    keys.put("tickgate.feeds.sim.type", "simulator");
    keys.put("tickgate.feeds.rec.type", "replay");
    keys.put("tickgate.feeds.rec.path", "classpath:feeds/sim-coinbase.tickgate.ndjson.gz");
    keys.put("tickgate.feeds.rec.loop", "true");
    return keys;
  }
}
