package io.tickgate.bench;

import java.util.List;

/** The gateway's own protocol, with a token in the handshake. */
record TokenDialect(StreamDialect stream, String token) implements Dialect {
  @Override
  public String path(List<String> symbols) {
    return stream.path(symbols);
  }

  @Override
  public String subprotocol() {
    return stream.subprotocol();
  }

  @Override
  public String headers() {
    return "Authorization: Bearer " + token + "\r\n";
  }

  @Override
  public void onOpen(Connection connection) {
    stream.onOpen(connection);
  }

  @Override
  public void onMessage(byte[] bytes, int length, Connection connection) {
    stream.onMessage(bytes, length, connection);
  }
}
