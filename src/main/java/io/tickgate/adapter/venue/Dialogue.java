package io.tickgate.adapter.venue;

import io.tickgate.market.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one connection to a venue is talked to: what is sent, and what the venue's answers mean. It
 * keeps what belongs to one connection (request numbers), so there is one a session. Data is read
 * by the {@link VenueDecoder}, not here. The feed's thread.
 */
public interface Dialogue {
  /** What the venue allows on a connection. */
  Limits limits();

  /** Address of the WebSocket to open, unless configured otherwise. */
  String url();

  /** The address to open, made from the one of the venue or of the configuration. */
  default String address(String base) {
    return base;
  }

  /** Where REST is asked, without a slash at the end; empty where nothing is. */
  default String restUrl() {
    return "";
  }

  /** The venue's streams that a channel of the gateway is made from; empty when it has none. */
  List<String> streams(Channel channel);

  /** Whether that stream carries changes of a book, which need a snapshot first. */
  boolean isBook(String stream);

  /**
   * Whether the venue numbers all changes of a book or sends checksums of all that is kept of it.
   * Books of which nothing would tell that they are wrong are taken anew from time to time.
   */
  default boolean provesBooks() {
    return false;
  }

  /** Sent as soon as the connection stands, before any subscription. */
  default List<String> greeting(List<String> symbols) {
    return List.of();
  }

  /** Asks for a stream of at most {@link Limits#batch} symbols. */
  String subscribe(String stream, List<String> symbols);

  /** Takes that back. */
  String unsubscribe(String stream, List<String> symbols);

  /** The text that the venue answers when all is well; null when a WebSocket ping is as good. */
  default @Nullable String keepAlive() {
    return null;
  }

  /**
   * Whether the venue says something in every beat of this connection, unasked or as the answer to
   * {@link #keepAlive}. Pongs then prove nothing: they may come of whatever stands before a venue
   * that has stopped.
   */
  default boolean beats() {
    return keepAlive() != null;
  }

  /** Address of a book snapshot; null where the stream brings it after a new subscription. */
  default @Nullable String snapshotUrl(String restUrl, String symbol) {
    return null;
  }

  /** A new connection stands: request numbers of the one before are void. */
  default void onOpen() {}

  /** What a message says about the connection; mostly {@link Reply#DATA}. Never throws. */
  Reply read(byte[] bytes, int offset, int length);
}
