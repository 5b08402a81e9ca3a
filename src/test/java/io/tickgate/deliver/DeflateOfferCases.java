package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Offers of RFC 7692 section 7.1 that can be honoured, over a real socket: each answer is legal,
 * and what it promises is kept by the stream that follows.
 */
abstract class DeflateOfferCases {
  static final String PMD = "permessage-deflate";

  @Inject TestMarket market;

  /** Header lines, with {@code |} between them. */
  static Stream<String> honoured() {
    Stream<String> windows =
        IntStream.rangeClosed(8, 15)
            .boxed()
            .flatMap(
                n ->
                    Stream.of(
                        PMD + "; server_max_window_bits=" + n,
                        PMD + "; client_max_window_bits=" + n,
                        PMD + ";client_max_window_bits=\"" + n + "\""));
    return Stream.concat(
        windows,
        Stream.of(
            PMD,
            PMD + "; server_no_context_takeover",
            PMD + "; client_no_context_takeover",
            PMD + "; client_no_context_takeover; server_no_context_takeover",
            PMD + "; client_max_window_bits",
            PMD + " ;\tserver_max_window_bits = 10 ; client_max_window_bits",
            PMD
                + "; server_no_context_takeover; server_max_window_bits=12"
                + "; client_no_context_takeover; client_max_window_bits=9",
            "x-webkit-deflate-frame, " + PMD,
            PMD + "; unknown, " + PMD + "; server_max_window_bits=99, " + PMD,
            PMD + "; client_max_window_bits=7|" + PMD + "; client_max_window_bits=11",
            "x-other; a=\"b\"|" + PMD + "; server_no_context_takeover|" + PMD,
            ", ," + PMD + ","));
  }

  @ParameterizedTest
  @MethodSource("honoured")
  void answerIsLegalAndWhatItPromisesIsKept(String offer) throws IOException {
    String[] lines = offer.split("\\|");
    Symbol[] symbols = fresh();
    try (DeflateSocket client = new DeflateSocket(lines)) {
      assertEquals(1, client.answers().size(), "honoured");
      assertNull(OfferRules.fault(List.of(lines), client.answers()), client.answers().toString());
      String answer = client.answers().get(0);
      JsonNode told = client.read("welcome").json().path("compression");
      assertEquals(answer, told.path("parameters").asText());
      assertClientsWindowIsKept(client, answer);
      subscribe(client, symbols);
      for (int n = 1; n <= 5; n++) {
        // inflated with no more than the window that was told, and nothing of before if so told
        DeflateSocket.Message update = update(client, symbols, n);
        assertEquals(2, update.json().path("data").size());
        boolean small = OfferRules.serverBits(answer) == 8; // 256 bytes don't hold a message
        assertEquals(!small, update.compressed());
      }
    }
  }

  /** To its last byte: a message that refers back to the start of the one before. */
  private static void assertClientsWindowIsKept(DeflateSocket client, String answer)
      throws IOException {
    int window = 1 << OfferRules.clientBits(answer);
    String first = "{\"op\":\"ping\",\"id\":1,\"pad\":\"";
    first += "x".repeat(window - first.length() - 2) + "\"}";
    client.sendCompressed(HandDeflate.stored(first.getBytes(StandardCharsets.US_ASCII)));
    assertEquals(1, client.read("pong").json().path("id").asInt());
    if (OfferRules.clientResets(answer)) {
      client.sendDeflated("{'op':'ping','id':2}");
    } else {
      client.sendCompressed(HandDeflate.referring(window, "2}"));
    }
    assertEquals(2, client.read("pong").json().path("id").asInt());
  }

  /** Small enough for a window of 512 bytes, and more than what goes plain. */
  final Symbol[] fresh() {
    Symbol[] symbols = {Ticks.fresh("OFFERED"), Ticks.fresh("OFFERED")};
    market.tick(Ticks.quote(symbols[0], 0), Ticks.quote(symbols[1], 0));
    return symbols;
  }

  static void subscribe(DeflateSocket client, Symbol... symbols) throws IOException {
    client.send(
        "{'op':'subscribe','channel':'quote','intervalMs':20,'symbols':['%s','%s']}"
            .formatted(symbols[0], symbols[1]));
    int got = 0;
    while (got < 2) {
      got += client.read("snapshot").json().path("data").size();
    }
  }

  /** The update that holds both symbols; one round in some is cut in two by the beat. */
  final DeflateSocket.Message update(DeflateSocket client, Symbol[] symbols, int n)
      throws IOException {
    for (int round = 0; round < 30; round++) {
      market.tick(Ticks.quote(symbols[0], n), Ticks.quote(symbols[1], n));
      DeflateSocket.Message update = client.read("update");
      if (update.json().path("data").size() == 2) {
        return update;
      }
      assertTrue(client.read("update").isA("update"));
    }
    throw new AssertionError("no beat in which both ticks fell together");
  }
}
