package io.tickgate.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers of nchan: the path names all channels, each message is an update as the gateway sends
 * it, and there is nothing to be said.
 */
final class NchanDialect implements Dialect {
  @Override
  public String path(List<String> symbols) {
    return "/sub/" + String.join(",", symbols);
  }

  @Override
  public @Nullable String subprotocol() {
    return null;
  }

  @Override
  public void onOpen(Connection connection) {
    connection.onSubscribed();
  }

  @Override
  public void onMessage(byte[] bytes, int length, Connection connection) {
    if (!connection.read(bytes, 0, length)) {
      connection.onFault("a message that isn't an update");
    }
  }
}
