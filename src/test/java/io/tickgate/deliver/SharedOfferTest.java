package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers to a server that keeps no window, the default; and those that no server honours. */
@QuarkusTest
@TestProfile(ComposedProfile.class)
class SharedOfferTest extends DeflateOfferCases {
  static Stream<String> declined() {
    Stream<String> wrongBits =
        Stream.of("7", "16", "0", "08", "010", "+9", "-9", "99999999999", "9x", "\"7\"")
            .flatMap(
                value ->
                    Stream.of(
                        PMD + "; server_max_window_bits=" + value,
                        PMD + "; client_max_window_bits=" + value));
    return Stream.concat(
        wrongBits,
        Stream.of(
            "x-webkit-deflate-frame",
            "PERMESSAGE-DEFLATE",
            PMD + "; SERVER_NO_CONTEXT_TAKEOVER",
            PMD + "; Client_Max_Window_Bits",
            PMD + "; server_max_window_bits",
            PMD + "; server_no_context_takeover; server_no_context_takeover",
            PMD + "; client_no_context_takeover; client_no_context_takeover",
            PMD + "; server_max_window_bits=10; server_max_window_bits=10",
            PMD + "; client_max_window_bits; client_max_window_bits=10",
            PMD + "; server_no_context_takeover=1",
            PMD + "; server_no_context_takeover=\"true\"",
            PMD + "; client_no_context_takeover=0",
            PMD + "; unknown",
            PMD + "; client_max_window_bits; unknown=1",
            PMD + "; unknown|" + PMD + "; server_max_window_bits=16"));
  }

  @Test
  void whoOffersNothingGetsNothing() throws IOException {
    assertPlain(new String[0]);
  }

  @ParameterizedTest
  @MethodSource("declined")
  void whatCantBeHonouredIsDeclined(String lines) throws IOException {
    assertPlain(lines.split("\\|"));
  }

  private void assertPlain(String... lines) throws IOException {
    Symbol[] symbols = fresh();
    try (DeflateSocket client = new DeflateSocket(lines)) {
      assertEquals(101, client.status());
      assertEquals(List.of(), client.answers());
      JsonNode told = client.read("welcome").json().path("compression");
      assertEquals("{\"mode\":\"off\"}", told.toString());
      subscribe(client, symbols);
      assertEquals(2, update(client, symbols, 1).json().path("data").size());
      client.sendCompressed(client.deflate("{\"op\":\"ping\"}"));
      EOFException end = assertThrows(EOFException.class, () -> client.read("pong"));
      assertEquals("closed with 1002", end.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PMD + ";",
        PMD + "; =9",
        PMD + "; server_max_window_bits=",
        PMD + "; server_max_window_bits=\"9",
        PMD + " server_max_window_bits",
        PMD + "|; client_max_window_bits",
      })
  void whatIsNoListOfExtensionsFailsTheHandshake(String lines) throws IOException {
    try (DeflateSocket client = new DeflateSocket(lines.split("\\|"))) {
      assertEquals(400, client.status(), "RFC 6455 section 9.1");
    }
  }
}
