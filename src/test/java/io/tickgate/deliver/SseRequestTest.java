package io.tickgate.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.Encoding;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseRequestTest {
  private static ClientMessage read(MultiMap query) throws RequestFault {
    return Encoding.JSON.read(SseRequest.toMessage(query));
  }

  private static MultiMap query() {
    return MultiMap.caseInsensitiveMultiMap()
        .add("channel", "trade")
        .add("symbols", "a:b,c:d")
        .add("intervalMs", "250");
  }

  @Test
  void readsAQueryAsASubscribe() throws Exception {
    ClientMessage.Subscribe read = (ClientMessage.Subscribe) read(query().add("from", "7"));
    assertEquals(List.of("a:b", "c:d"), read.symbols());
    assertEquals(250, read.intervalMillis());
    assertEquals(7, read.from());
  }

  @Test
  void refusesWhatIsGivenTwice() {
    for (String name : List.of("intervalMs", "channel", "symbols")) {
      RequestFault fault =
          assertThrows(RequestFault.class, () -> read(query().add(name, "nonsense")));
      assertEquals(ErrorCode.BAD_REQUEST, fault.code());
      assertEquals(name + ": given more than once", fault.text());
    }
  }

  @Test
  void resumesOnlyAnIdOfThisLifeAndOfTheseSymbols() {
    assertEquals(List.of(5L, 0L), SseRequest.lastSeen("e;5,0", "e", 2));
    assertEquals(List.of(), SseRequest.lastSeen(null, "e", 2));
    assertEquals(List.of(), SseRequest.lastSeen("f;5,0", "e", 2));
    assertEquals(List.of(), SseRequest.lastSeen("e;5", "e", 2));
    assertEquals(List.of(), SseRequest.lastSeen("e;5,-1", "e", 2));
    assertEquals(List.of(), SseRequest.lastSeen("e;5,9999999999999999999", "e", 2));
    assertEquals(List.of(), SseRequest.lastSeen("e;", "e", 1));
  }
}
