package io.tickgate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.audit.Audit.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTest {
  private final List<String> lines = new ArrayList<>();
  private long nanos = 77;
  private final Audit audit = new Audit(lines::add, () -> nanos);

  private String line(Event event, String who, String what, String... facts) {
    audit.tell(event, who, what, facts);
    return lines.get(lines.size() - 1);
  }

  @Test
  void tellsWhoAndWhat() {
    assertEquals(
        "audit event=login subject=desk-7 what=stream address=10.0.0.7:4711",
        line(Event.LOGIN, "desk-7", "stream", "address", "10.0.0.7:4711"));
    assertEquals(
        "audit event=refused subject=\"\" what=token_expired reason=\"expired 3 s ago\"",
        line(Event.REFUSED, "", "token_expired", "reason", "expired 3 s ago"));
  }

  @ParameterizedTest
  @CsvSource({
    "'a b', '\"a b\"'",
    "'a=b', '\"a=b\"'",
    "'a\"b\\c', '\"a\\\"b\\\\c\"'",
    "'é', '\"?\"'",
  })
  void valuesCantLookLikeKeys(String value, String written) {
    assertEquals(written, AuditText.of(value));
  }

  @Test
  void valuesCantStartALine() {
    String line = line(Event.ADMIN, "x\r\naudit event=login subject=root", "close\u2028\u0085\0");
    assertEquals(
        "audit event=admin subject=\"x??audit event=login subject=root\" what=\"close???\"", line);
  }

  @Test
  void longValuesAreCut() {
    String line = line(Event.LOGIN, "x".repeat(1_000_000), "stream");
    assertEquals("audit event=login subject= what=stream".length() + 200, line.length());
  }

  /** Wherever one comes: a token in a query, say, is in the text of the refusal. */
  @Test
  void neverHoldsAToken() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String head = base64.encodeToString("{\"alg\":\"ES256\"}".getBytes(StandardCharsets.UTF_8));
    String body = base64.encodeToString("{\"sub\":\"a\"}".getBytes(StandardCharsets.UTF_8));
    String token = head + "." + body + "." + "s".repeat(86);
    for (String text :
        List.of(token, "Bearer " + token, "/v1/stream?token=" + token + "&x=1", token + token)) {
      String line = line(Event.REFUSED, text, text, "reason", text);
      assertFalse(line.contains(head) || line.contains(body) || line.contains("sss"), line);
      assertTrue(line.contains("<token>"), line);
    }
    String cut = line(Event.REFUSED, "x".repeat(190) + token, "x");
    assertFalse(cut.contains(head), cut);
  }

  @Test
  void aFloodOfOneEventIsCutAndCountedAndHidesNoOther() {
    for (int i = 0; i < 10_000; i++) {
      audit.tell(Event.REFUSED, "", "unauthorized");
    }
    assertEquals(Audit.LINES_PER_SECOND, lines.size());
    assertEquals(10_000 - Audit.LINES_PER_SECOND, audit.suppressed());
    assertEquals(
        "audit event=admin subject=op what=close session=s1",
        line(Event.ADMIN, "op", "close", "session", "s1"));
    nanos += 1_000_000_000L;
    assertEquals(
        "audit event=refused subject=\"\" what=unauthorized suppressed=9800",
        line(Event.REFUSED, "", "unauthorized"));
    assertEquals(
        "audit event=refused subject=\"\" what=unauthorized",
        line(Event.REFUSED, "", "unauthorized"));
  }
}
