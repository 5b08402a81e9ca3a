package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The errors of §5: each wrong message is answered with its code, and the connection lives on. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class BadInputTest {
  private static final int KIB = 1024;

  @Inject TestMarket market;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{'op':'ping'",
        "{'op':'ping'} trailing",
        "{op:ping}",
        "[]",
        "[{'op':'ping'}]",
        "42",
        "'ping'",
        "true",
        "null",
        "",
        " ",
      })
  void whatIsNoJsonObjectIsABadMessage(String message) {
    assertRefused(message, "bad_message", "");
  }

  @Test
  void deeplyNestedJsonIsABadMessage() {
    assertRefused("[".repeat(30_000), "bad_message", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'op':'dance'}", "{'op':'PING'}", "{'op':''}"})
  void opThatDoesNotExistIsUnknown(String message) {
    assertRefused(message, "unknown_op", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "op         | {}",
        "op         | {'op':5}",
        "id         | {'op':'ping','id':'5'}",
        "id         | {'op':'ping','id':1.5}",
        "id         | {'op':'ping','id':9007199254740992}",
        "channel    | {'op':'subscribe','symbols':['test:*']}",
        "channel    | {'op':'subscribe','channel':5,'symbols':['test:*']}",
        "symbols    | {'op':'subscribe','channel':'quote'}",
        "symbols    | {'op':'subscribe','channel':'quote','symbols':'test:*'}",
        "symbols    | {'op':'subscribe','channel':'quote','symbols':{}}",
        "symbols    | {'op':'subscribe','channel':'quote','symbols':[]}",
        "symbols    | {'op':'subscribe','channel':'quote','symbols':[5]}",
        "symbols    | {'op':'subscribe','channel':'quote','symbols':[['test:*']]}",
        "mode       | {'op':'subscribe','channel':'quote','symbols':['test:*'],'mode':'some'}",
        "mode       | {'op':'subscribe','channel':'quote','symbols':['test:*'],'mode':1}",
        "intervalMs | {'op':'subscribe','channel':'quote','symbols':['test:*'],'intervalMs':-1}",
        "intervalMs | {'op':'subscribe','channel':'quote','symbols':['test:*'],'intervalMs':'250'}",
        "intervalMs | {'op':'subscribe','channel':'quote','symbols':['test:*'],'intervalMs':2.5}",
        "fields     | {'op':'subscribe','channel':'quote','symbols':['test:*'],'fields':'bid'}",
        "fields     | {'op':'subscribe','channel':'quote','symbols':['test:*'],'fields':[1]}",
        "fields     | {'op':'subscribe','channel':'quote','symbols':['test:*'],'fields':['nope']}",
        "snapshot   | {'op':'subscribe','channel':'quote','symbols':['test:*'],'snapshot':'no'}",
        "depth      | {'op':'subscribe','channel':'book','symbols':['test:*'],'depth':7}",
        "depth      | {'op':'subscribe','channel':'book','symbols':['test:*'],'depth':0}",
        "depth      | {'op':'subscribe','channel':'book','symbols':['test:*'],'depth':'10'}",
        "interval   | {'op':'subscribe','channel':'bar','symbols':['test:*'],'interval':'2m'}",
        "interval   | {'op':'subscribe','channel':'bar','symbols':['test:*'],'interval':60}",
        "history    | {'op':'subscribe','channel':'bar','symbols':['test:*'],'history':1001}",
        "history    | {'op':'subscribe','channel':'bar','symbols':['test:*'],'history':-1}",
        "from       | {'op':'subscribe','channel':'trade','symbols':['test:*'],'from':-1}",
        "from       | {'op':'subscribe','channel':'trade','symbols':['test:*'],'from':'7'}",
        "channel    | {'op':'unsubscribe','channel':5}",
        "symbols    | {'op':'unsubscribe','channel':'quote','symbols':'test:*'}",
        "maxKbps    | {'op':'configure'}",
        "maxKbps    | {'op':'configure','maxKbps':-1}",
        "maxKbps    | {'op':'configure','maxKbps':'64'}",
        "token      | {'op':'auth'}",
        "token      | {'op':'auth','token':5}",
      })
  void wrongFieldIsABadRequestThatNamesIt(String field, String message) {
    assertRefused(message, "bad_request", field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'subscribe','channel':'news','symbols':['test:*']}",
        "{'op':'subscribe','channel':'','symbols':['test:*']}",
        "{'op':'unsubscribe','channel':'news'}",
      })
  void channelThatDoesNotExistIsUnknown(String message) {
    assertRefused(message, "unknown_channel", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unknown_op      | {'op':'dance','id':9007199254740991}",
        "bad_request     | {'op':'subscribe','id':9007199254740991}",
        "unknown_channel | {'op':'subscribe','id':9007199254740991,'channel':'x','symbols':['a:b']}",
      })
  void errorRepeatsTheIdOfItsRequest(String code, String message) {
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw(message.replace('\'', '"'));
      JsonNode error = client.answer(9_007_199_254_740_991L);
      assertEquals("error", error.path("type").asText());
      assertEquals(code, error.path("code").asText());
    }
  }

  @Test
  void refusedRequestChangesNothing() {
    Symbol symbol = Ticks.fresh("UNTOUCHED");
    market.tick(Ticks.quote(symbol, 1));
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw(
          """
          {"op":"subscribe","channel":"quote","symbols":["%s"],"intervalMs":-1}"""
              .formatted(symbol));
      client.awaitError("bad_request");
      assertEquals(0, client.ask("{'op':'list'}").path("items").size());
    }
  }

  @Test
  void unknownFieldsAreIgnored() {
    try (StreamClient client = StreamClient.connect()) {
      JsonNode pong = client.ask("{'op':'ping','mood':'good','nested':{'a':[1,2,{}]}}");
      assertEquals("pong", pong.path("type").asText());
    }
  }

  @Test
  void binaryMessageIsUnsupportedOnTheJsonProtocol() {
    try (StreamClient client = StreamClient.connect()) {
      client.sendBinary(new byte[] {1, 2, 3});
      assertError(client.awaitError("unsupported_data"));
      client.settle();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_537, 70 * KIB, 128 * KIB, 255 * KIB})
  void messageAboveTheLimitIsAnsweredAndTheConnectionLives(int bytes) {
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw(pingOf(bytes));
      assertError(client.awaitError("message_too_big"));
      client.settle();
    }
  }

  @Test
  void messageOfTheLimitIsTaken() {
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw(pingOf(64 * KIB));
      assertEquals("pong", client.answer(77).path("type").asText());
    }
  }

  /** A ping padded to that many bytes. */
  private static String pingOf(int bytes) {
    String frame = "{\"op\":\"ping\",\"id\":77,\"pad\":\"\"}";
    String pad = "x".repeat(bytes - frame.length());
    return frame.replace("\"pad\":\"\"", "\"pad\":\"" + pad + "\"");
  }

  private void assertRefused(String message, String code, String named) {
    try (StreamClient client = StreamClient.connect()) {
      client.sendRaw(message.replace('\'', '"'));
      JsonNode error = client.await("error", 0, m -> m.path("type").asText().equals("error"));
      assertEquals(code, error.path("code").asText(), error.toString());
      assertTrue(error.path("message").asText().contains(named), error.toString());
      assertError(error);
      client.settle();
      assertEquals(1, client.messages("error").size(), "one answer");
    }
  }

  private static void assertError(JsonNode error) {
    assertFalse(error.path("message").asText().isEmpty(), error.toString());
    assertFalse(error.path("retryable").asBoolean(), "the same again would fail again");
  }
}
