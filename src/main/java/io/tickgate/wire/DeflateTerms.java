package io.tickgate.wire;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed about {@code permessage-deflate} on one connection (RFC 7692 section 7.1).
 *
 * @param serverContext whether the server may refer back to messages it sent before
 * @param clientContext whether the client may do so
 * @param serverWindow 8 to 15 when the client limits the server's window, else 0
 * @param clientWindow 8 to 15 when the client lets us limit its window, else 0
 */
public record DeflateTerms(
    boolean serverContext, boolean clientContext, int serverWindow, int clientWindow) {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_CONTEXT = "client_no_context_takeover";
  private static final String SERVER_WINDOW = "server_max_window_bits";
  private static final String CLIENT_WINDOW = "client_max_window_bits";

  /** The window of a peer that nobody limits: 32 kB. */
  public static final int MAX_BITS = 15;

  /** Smallest window of the RFC. */
  private static final int MIN_BITS = 8;

  /**
   * The window that clients get where they let us choose. Requests are a few hundred bytes and
   * alike, so 4 kB find nearly all of it, and it's what a client's window costs us at most.
   */
  private static final int CLIENT_BITS = 12;

  /**
   * The terms of the first offer that can be honoured; null when there is none.
   *
   * @param keepContext whether the server would keep its window from message to message. Its
   *     deflater always has one of 32 kB, so where the client asks for a smaller one it doesn't
   */
  public static @Nullable DeflateTerms accept(List<ExtensionOffer> offers, boolean keepContext) {
    for (ExtensionOffer offer : offers) {
      DeflateTerms terms = offer.name().equals(NAME) ? accept(offer, keepContext) : null;
      if (terms != null) {
        return terms;
      }
    }
    return null;
  }

  private static @Nullable DeflateTerms accept(ExtensionOffer offer, boolean keepContext) {
    Set<String> names = new TreeSet<>();
    int serverWindow = 0;
    int clientWindow = 0;
    for (ExtensionOffer.Parameter parameter : offer.parameters()) {
      String value = parameter.value();
      boolean valid = names.add(parameter.name());
      switch (parameter.name()) {
        case SERVER_CONTEXT, CLIENT_CONTEXT -> valid &= value == null;
        case SERVER_WINDOW -> {
          serverWindow = bits(value);
          valid &= serverWindow != 0;
        }
        case CLIENT_WINDOW -> {
          clientWindow = Math.min(value == null ? MAX_BITS : bits(value), CLIENT_BITS);
          valid &= clientWindow != 0;
        }
        default -> valid = false;
      }
      if (!valid) {
        return null;
      }
    }
    boolean wide = serverWindow == 0 || serverWindow == MAX_BITS;
    return new DeflateTerms(
        keepContext && wide && !names.contains(SERVER_CONTEXT),
        !names.contains(CLIENT_CONTEXT),
        serverWindow,
        clientWindow);
  }

  /** A window as the RFC writes it, 8 to 15 without leading zeros; 0 for anything else. */
  private static int bits(@Nullable String value) {
    if (value == null || value.length() > 2 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    int bits = Integer.parseInt(value);
    return bits >= MIN_BITS && bits <= MAX_BITS && value.charAt(0) != '0' ? bits : 0;
  }

  /** The same without a window of the server, which a server may choose unasked. */
  public DeflateTerms withoutServerContext() {
    return new DeflateTerms(false, clientContext, serverWindow, clientWindow);
  }

  /** Bytes that the server may refer back. */
  public int serverWindowBytes() {
    return 1 << (serverWindow == 0 ? MAX_BITS : serverWindow);
  }

  /** Bytes that the client may refer back to messages before; 0 without context takeover. */
  public int clientWindowBytes() {
    return clientContext ? 1 << (clientWindow == 0 ? MAX_BITS : clientWindow) : 0;
  }

  /** The value of {@code Sec-WebSocket-Extensions} that says so. */
  public String answer() {
    StringBuilder answer = new StringBuilder(NAME);
    if (!serverContext) {
      answer.append("; ").append(SERVER_CONTEXT);
    }
    if (!clientContext) {
      answer.append("; ").append(CLIENT_CONTEXT);
    }
    if (serverWindow != 0) {
      answer.append("; ").append(SERVER_WINDOW).append('=').append(serverWindow);
    }
    if (clientWindow != 0) {
      answer.append("; ").append(CLIENT_WINDOW).append('=').append(clientWindow);
    }
    return answer.toString();
  }
}
