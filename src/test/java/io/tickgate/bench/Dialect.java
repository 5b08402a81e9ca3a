package io.tickgate.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How clients ask one kind of server for symbols, and how they find its quotes in what it sends.
 * The loop's; one that keeps state is for one connection.
 */
interface Dialect {
  /** The path of the handshake. */
  String path(List<String> symbols);

  /** The subprotocol that is offered; null for none. */
  @Nullable String subprotocol();

  /** Further lines of the handshake, each with its end. */
  default String headers() {
    return "";
  }

  /** The handshake is done: asks for the symbols, and tells the connection when it has them. */
  void onOpen(Connection connection);

  /**
   * A message came, or a part of one: binary ones that aren't deflated come in parts, as they are
   * read. The bytes are valid during the call.
   */
  void onMessage(byte[] bytes, int length, Connection connection);
}
