package io.tickgate.security;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Hands who passed the {@link Gate} on to the WebSocket connection. */
@Singleton
public class UpgradeIdentity implements HttpUpgradeCheck {
  /** Who opened a connection; absent while that isn't known. */
  public static final UserData.TypedKey<Identity> KEY =
      new UserData.TypedKey<>("tickgate.identity");

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    Identity identity = Gate.identity();
    if (identity != null) {
      context.userData().put(KEY, identity);
    }
    return CheckResult.permitUpgrade();
  }
}
