package io.tickgate.adapter.endpoint;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.book.Books;
import io.tickgate.deliver.ProtocolProfile;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The WebSocket {@code /v1/publish}, section 8 of the protocol. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class PublishTest {
  @Inject Books books;

  private static String trade(String symbol, int id) {
    return "{'type':'trade','symbol':'" + symbol + "','price':'1','size':'2','id':'" + id + "'}";
  }

  private static String accepted(int count) {
    return "{\"accepted\":" + count + ",\"rejected\":[]}";
  }

  private long trades(String symbol) {
    return Objects.requireNonNull(books.find(symbol), symbol).trades().head();
  }

  @Test
  void oneObjectOrAnArrayAMessage() throws Exception {
    try (PublishClient client = new PublishClient("")) {
      assertEquals(accepted(1), client.ask(trade("ws:ONE", 1)));
      assertEquals(1, trades("ws:ONE"));
      assertEquals(
          accepted(2), client.ask("[" + trade("ws:ONE", 2) + " , " + trade("ws:ONE", 3) + "]"));
      assertEquals(3, trades("ws:ONE"));
      assertEquals(accepted(0), client.ask("[]"));
    }
  }

  @Test
  void tellsWhichObjectOfAnArrayIsWrong() throws Exception {
    try (PublishClient client = new PublishClient("")) {
      assertEquals(
          "{\"accepted\":2,\"rejected\":["
              + "{\"line\":2,\"code\":\"bad_request\",\"message\":\"size: missing\"},"
              + "{\"line\":4,\"code\":\"bad_message\",\"message\":\"not a JSON object\"}]}",
          client.ask(
              "["
                  + trade("ws:SOME", 1)
                  + ",{'type':'trade','symbol':'ws:SOME','price':'1'},"
                  + trade("ws:SOME", 2)
                  + ",7]"));
      assertEquals(
          "{\"accepted\":0,\"rejected\":["
              + "{\"line\":1,\"code\":\"bad_message\",\"message\":\"not JSON\"}]}",
          client.ask("hello"));
      assertEquals(accepted(1), client.ask(trade("ws:SOME", 3)));
    }
  }

  @Test
  void answersComeInTheOrderOfTheMessages() throws Exception {
    try (PublishClient client = new PublishClient("")) {
      for (int i = 0; i < 500; i++) {
        StringBuilder array = new StringBuilder("[");
        for (int n = 0; n < i % 7; n++) {
          array.append(n == 0 ? "" : ",").append(trade("ws:ORDER", i));
        }
        client.send(array.append("]").toString());
      }
      for (int i = 0; i < 500; i++) {
        assertEquals(accepted(i % 7), client.answer(), "message " + i);
      }
    }
  }

  @Test
  void takesAMessageInFragments() throws Exception {
    try (PublishClient client = new PublishClient("")) {
      String message = trade("ws:PARTS", 1);
      client.sendPart(message.substring(0, 10), false);
      client.sendPart("", false);
      client.sendPart(message.substring(10), true);
      assertEquals(accepted(1), client.answer());
    }
  }

  @Test
  void aMessageThatIsTooBigOrBinaryIsAnswered() throws Exception {
    try (PublishClient client = new PublishClient("")) {
      client.send(" ".repeat(140_000) + trade("ws:BIG", 1));
      assertEquals(
          "{\"accepted\":0,\"rejected\":[{\"line\":1,\"code\":\"message_too_big\","
              + "\"message\":\"longer than 131072 bytes\"}]}",
          client.answer());
      client.sendBinary(new byte[] {1});
      assertEquals(
          "{\"accepted\":0,\"rejected\":[{\"line\":1,\"code\":\"unsupported_data\","
              + "\"message\":\"binary; ticks are text here\"}]}",
          client.answer());
      assertEquals(accepted(1), client.ask(trade("ws:BIG", 2)));
      for (int i = 0; i < 6; i++) {
        client.sendPart("x".repeat(100_000), false);
      }
      assertEquals(1009, client.closeCode());
    }
  }

  @Test
  void tenMessagesInARowThatAreNotJsonEndTheConnection() throws Exception {
    try (PublishClient client = new PublishClient("")) {
      for (int i = 0; i < 9; i++) {
        client.ask("x");
      }
      client.ask("[]");
      for (int i = 0; i < 10; i++) {
        client.ask("x");
      }
      assertEquals(4504, client.closeCode());
    }
  }

  @Test
  void speaksJsonOnly() throws Exception {
    try (PublishClient client =
        new PublishClient("", "tickgate.v1.cbor", "bearer-token-carrier", "tickgate.v1.json")) {
      assertEquals("tickgate.v1.json", client.subprotocol());
      assertEquals(accepted(1), client.ask(trade("ws:SUB", 1)));
    }
    assertThrows(CompletionException.class, () -> new PublishClient("", "tickgate.v1.cbor"));
  }

  @Test
  void aPlainRequestIsToldToUpgrade() {
    assertEquals(426, given().get("/v1/publish").statusCode());
  }
}
