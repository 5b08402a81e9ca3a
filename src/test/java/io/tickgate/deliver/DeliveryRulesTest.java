package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules notice what they are there for. */
class DeliveryRulesTest {
  private static final String ACK =
      "{'type':'ack','op':'subscribe','granted':[{'channel':'trade','symbol':'a:*'}]}";
  private static final String GAP =
      "{'type':'notice','code':'gap','channel':'trade','symbol':'a:b','from':%d,'to':%d,"
          + "'missed':%d}";

  private final DeliveryRules rules = new DeliveryRules();

  @BeforeEach
  void welcomeAndAck() {
    take("{'type':'welcome'}");
    take(ACK);
  }

  @Test
  void acceptsAChainWithAGap() {
    take(snapshot(4));
    take(update(5, 4), update(7, 5));
    take(GAP.formatted(8, 10, 3));
    take(update(11, 7));
    take(update(12, 11));
    take(ACK);
    take(snapshot(12));
  }

  @Test
  void noticesASecondWelcome() {
    assertBroken("welcome", "{'type':'welcome'}");
  }

  @Test
  void noticesDataThatNobodyAskedFor() {
    assertBroken(
        "after its ack", "{'type':'snapshot','channel':'quote','data':[{'s':'a:b','seq':1}]}");
    assertBroken(
        "after its ack", "{'type':'snapshot','channel':'trade','data':[{'s':'b:b','seq':1}]}");
  }

  @Test
  void noticesASecondSnapshot() {
    take(snapshot(4));
    assertBroken("one snapshot", snapshot(5));
  }

  @Test
  void noticesSeqThatDoesNotRise() {
    take(snapshot(4));
    assertBroken("seq rises", update(4, 4));
  }

  @Test
  void noticesABrokenChain() {
    take(snapshot(4));
    assertBroken("prev is", update(6, 5));
    assertBroken("prev is", "{'type':'update','channel':'trade','data':[{'s':'a:b','seq':9}]}");
  }

  @Test
  void noticesAGapThatDoesNotAddUp() {
    take(snapshot(4));
    assertBroken("missed", GAP.formatted(5, 7, 2));
    assertBroken("starts behind", GAP.formatted(6, 7, 2));
    take(GAP.formatted(5, 7, 3));
    assertBroken("goes on", update(9, 4));
  }

  @Test
  void noticesAMissingWelcome() {
    DeliveryRules fresh = new DeliveryRules();
    AssertionError error =
        assertThrows(AssertionError.class, () -> fresh.onMessage(Inbox.parse("{}")));
    assertTrue(error.toString().contains("welcome"), error.toString());
  }

  private static String snapshot(long seq) {
    return "{'type':'snapshot','channel':'trade','data':[{'s':'a:b','seq':%d}]}".formatted(seq);
  }

  private static String update(long seq, long prev) {
    return "{'type':'update','channel':'trade','data':[{'s':'a:b','seq':%d,'prev':%d}]}"
        .formatted(seq, prev);
  }

  private void take(String... messages) {
    for (String message : List.of(messages)) {
      rules.onMessage(Inbox.parse(message.replace('\'', '"')));
    }
  }

  private void assertBroken(String rule, String message) {
    AssertionError error = assertThrows(AssertionError.class, () -> take(message));
    assertTrue(error.toString().contains(rule), error.toString());
  }
}
