package io.tickgate.adapter.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tickgate.adapter.publish.Outcome;
import io.tickgate.wire.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The answers of section 8 of the protocol. */
final class Answer {
  private static final JsonFactory JSON = new JsonFactory();

  private Answer() {}

  @FunctionalInterface
  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /**
   * {@code {"accepted":2,"rejected":[{"line":3,"code":"…","message":"…"}]}}, and how many were
   * rejected where not all of them are told.
   */
  static String of(Outcome outcome) {
    return write(
        json -> {
          json.writeNumberField("accepted", outcome.accepted());
          json.writeArrayFieldStart("rejected");
          for (Outcome.Rejection each : outcome.rejected()) {
            json.writeStartObject();
            json.writeNumberField("line", each.line());
            json.writeStringField("code", each.code().text());
            json.writeStringField("message", each.message());
            json.writeEndObject();
          }
          json.writeEndArray();
          if (outcome.rejectedTotal() > outcome.rejected().size()) {
            json.writeNumberField("rejectedTotal", outcome.rejectedTotal());
          }
        });
  }

  /** The {@code error} message of the protocol, for a request that isn't read at all. */
  static String error(ErrorCode code, String message) {
    return write(
        json -> {
          json.writeStringField("type", "error");
          json.writeStringField("code", code.text());
          json.writeStringField("message", message);
          json.writeBooleanField("retryable", code.retryable());
        });
  }

  private static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      content.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes everything
    }
    return text.toString();
  }
}
