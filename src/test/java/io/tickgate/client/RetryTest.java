package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {
  @ParameterizedTest
  @CsvSource({
    "1000, true, 0", "1001, true, 0", "1002, false, 0", "1003, false, 0", "1005, true, 0",
    "1006, true, 0", "1007, false, 0", "1009, false, 0", "1011, true, 0", "1012, true, 700",
    "1013, true, 1000", "4000, true, 0", "4001, true, 0", "4002, true, 0", "4499, true, 0",
    "4500, false, 0", "4501, false, 0", "4502, false, 0", "4503, false, 0", "4504, false, 0",
    "4999, false, 0",
  })
  void goesByTheCloseCode(int code, boolean again, long leastMillis) {
    Retry retry = Retry.afterClose(code, "why", 700);
    assertEquals(new Retry(again, leastMillis, "closed with " + code + ": why"), retry);
  }

  @ParameterizedTest
  @CsvSource({
    "400, false",
    "401, false",
    "403, false",
    "404, false",
    "408, true",
    "426, false",
    "429, true",
    "500, true",
    "503, true",
  })
  void goesByTheStatusOfARefusal(int status, boolean again) {
    assertEquals(
        new Retry(again, 7_000, "handshake refused with " + status), Retry.afterStatus(status, 7));
  }
}
