package io.tickgate.venueserver;

import java.nio.charset.StandardCharsets;

/** A REST answer: JSON. */
record HttpAnswer(int status, byte[] body) {
  /** Binance's way of saying no. */
  static HttpAnswer error(int status, int code, String message) {
    String text = Json.object().put("code", code).put("msg", message).toString();
    return new HttpAnswer(status, text.getBytes(StandardCharsets.UTF_8));
  }
}
