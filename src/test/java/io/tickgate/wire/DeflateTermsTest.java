package io.tickgate.wire;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The offers of RFC 7692 section 7.1 and what they're answered with. */
class DeflateTermsTest {
  private static final String PMD = "permessage-deflate";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // offer | answer that keeps no window | answer that keeps one; without the extension's name
        "                                      |                         |  ``",
        "; server_no_context_takeover          |                         | ; server_no_context_takeover",
        "; client_no_context_takeover          | ; client_no_context_takeover | ; client_no_context_takeover",
        "; client_max_window_bits              | ; client_max_window_bits=12 | ; client_max_window_bits=12",
        "; client_max_window_bits=15           | ; client_max_window_bits=12 | ; client_max_window_bits=12",
        "; client_max_window_bits=12           | ; client_max_window_bits=12 | ; client_max_window_bits=12",
        "; client_max_window_bits=11           | ; client_max_window_bits=11 | ; client_max_window_bits=11",
        "; client_max_window_bits=8            | ; client_max_window_bits=8  | ; client_max_window_bits=8",
        "; client_max_window_bits=\"9\"        | ; client_max_window_bits=9  | ; client_max_window_bits=9",
        "; client_max_window_bits=\"\\9\"      | ; client_max_window_bits=9  | ; client_max_window_bits=9",
        "; server_max_window_bits=15           | ; server_max_window_bits=15 | ; server_max_window_bits=15",
        "; server_max_window_bits=14           | ; server_max_window_bits=14"
            + " | ; server_no_context_takeover; server_max_window_bits=14",
        "; server_max_window_bits=8            | ; server_max_window_bits=8"
            + " | ; server_no_context_takeover; server_max_window_bits=8",
        ";server_max_window_bits = 10;client_no_context_takeover"
            + " | ; client_no_context_takeover; server_max_window_bits=10"
            + " | ; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10",
        "; client_max_window_bits; server_max_window_bits=15; client_no_context_takeover"
            + " | ; client_no_context_takeover; server_max_window_bits=15; client_max_window_bits=12"
            + " | ; client_no_context_takeover; server_max_window_bits=15; client_max_window_bits=12",
      })
  void answersAnOffer(String offer, String stateless, String stateful) {
    String parameters = offer == null ? "" : offer;
    assertEquals(
        PMD + "; server_no_context_takeover" + (stateless == null ? "" : stateless),
        answer(false, PMD + parameters));
    assertEquals(PMD + stateful, answer(true, PMD + parameters));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-webkit-deflate-frame",
        "Permessage-Deflate",
        "permessage-deflate2",
        PMD + "; unknown",
        PMD + "; unknown=1; client_max_window_bits",
        PMD + "; Server_No_Context_Takeover",
        PMD + "; server_no_context_takeover; server_no_context_takeover",
        PMD + "; client_no_context_takeover; client_no_context_takeover",
        PMD + "; client_max_window_bits; client_max_window_bits",
        PMD + "; client_max_window_bits=9; client_max_window_bits=9",
        PMD + "; server_max_window_bits=9; server_max_window_bits=10",
        PMD + "; server_no_context_takeover=1",
        PMD + "; server_no_context_takeover=true",
        PMD + "; client_no_context_takeover=\"1\"",
        PMD + "; server_max_window_bits",
        PMD + "; server_max_window_bits=7",
        PMD + "; server_max_window_bits=16",
        PMD + "; server_max_window_bits=08",
        PMD + "; server_max_window_bits=010",
        PMD + "; server_max_window_bits=+9",
        PMD + "; server_max_window_bits=-9",
        PMD + "; server_max_window_bits=99999999999",
        PMD + "; client_max_window_bits=7",
        PMD + "; client_max_window_bits=0",
        PMD + "; client_max_window_bits=16",
        PMD + "; client_max_window_bits=09",
        PMD + "; client_max_window_bits=x",
        PMD + "; client_max_window_bits=\"1x\"",
      })
  void declines(String offer) {
    assertNull(answer(false, offer));
    assertNull(answer(true, offer));
  }

  @Test
  void firstOfferThatCanBeHonouredIsTaken() {
    String offers =
        "x-other; a=1, permessage-deflate; server_max_window_bits=7, permessage-deflate;"
            + " server_max_window_bits=10; client_max_window_bits, permessage-deflate";
    assertEquals(
        PMD + "; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=12",
        answer(false, offers));
  }

  @Test
  void clientsOrderCountsOverOurTaste() {
    String offers = PMD + "; server_no_context_takeover, " + PMD;
    assertEquals(PMD + "; server_no_context_takeover", answer(true, offers));
  }

  @Test
  void linesAreOneList() {
    assertEquals(
        PMD + "; server_no_context_takeover; client_no_context_takeover",
        answer(false, "x-other", PMD + "; bad", ",, ," + PMD + ";client_no_context_takeover ,"));
  }

  @Test
  void commaAndSemicolonWithinQuotesAreNotTokens() {
    assertNull(ExtensionOffer.parse(List.of("permessage-deflate; a=\"1, 2; 3\"")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate;",
        "permessage-deflate; ;",
        "permessage-deflate; =1",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; server_max_window_bits=\"\"",
        "permessage-deflate; server_max_window_bits=\"10",
        "permessage-deflate; server_max_window_bits=\"10\\",
        "permessage-deflate; server_max_window_bits=10 11",
        "permessage-deflate client_max_window_bits",
        "permessage-deflate, =",
        "; client_max_window_bits",
        "permessage(deflate)",
        "permessage-déflate",
      })
  void whatIsNoExtensionListIsMalformed(String line) {
    assertNull(ExtensionOffer.parse(List.of(line)));
    assertNull(ExtensionOffer.parse(List.of(PMD, line)), "one bad line spoils the handshake");
  }

  @Test
  void windowsAreTold() {
    DeflateTerms terms =
        requireNonNull(accept(true, PMD + "; server_max_window_bits=9; client_max_window_bits=10"));
    assertEquals(512, terms.serverWindowBytes());
    assertEquals(1_024, terms.clientWindowBytes());
    DeflateTerms open = requireNonNull(accept(true, PMD));
    assertEquals(32_768, open.serverWindowBytes());
    assertEquals(32_768, open.clientWindowBytes());
    DeflateTerms none = requireNonNull(accept(true, PMD + "; client_no_context_takeover"));
    assertEquals(0, none.clientWindowBytes());
  }

  @Test
  void windowCanBeGivenUp() {
    DeflateTerms terms = requireNonNull(accept(true, PMD + "; client_max_window_bits=9"));
    assertEquals(
        PMD + "; server_no_context_takeover; client_max_window_bits=9",
        terms.withoutServerContext().answer());
  }

  private static String answer(boolean keepContext, String... lines) {
    DeflateTerms terms = accept(keepContext, lines);
    return terms == null ? null : terms.answer();
  }

  private static DeflateTerms accept(boolean keepContext, String... lines) {
    List<ExtensionOffer> offers = ExtensionOffer.parse(Arrays.asList(lines));
    assertNotNull(offers, "well-formed");
    return DeflateTerms.accept(offers, keepContext);
  }
}
