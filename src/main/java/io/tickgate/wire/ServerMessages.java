package io.tickgate.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tickgate.market.Channel;
import io.tickgate.market.FeedState;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the messages that aren't data: one method a message, each giving its bytes. */
public final class ServerMessages {
  private final Encoding encoding;

  public ServerMessages(Encoding encoding) {
    this.encoding = encoding;
  }

  /** Codes of {@code notice}. */
  public enum NoticeCode {
    SLOW,
    SLOW_CLEARED,
    GAP,
    FEED,
    DRAIN,
    TOKEN_EXPIRING,
    DEPRECATED
  }

  /**
   * What a client is told first.
   *
   * @param deadlineMillis time left to authenticate, where that is required
   */
  public record Welcome(
      String version,
      String connection,
      String epoch,
      long heartbeatMillis,
      Limits limits,
      boolean authRequired,
      long deadlineMillis,
      String compressionMode,
      @Nullable String compressionParameters) {}

  /** Limits of a connection that a client should know. */
  public record Limits(int subscriptions, int messagesPerSecond, int messageBytes) {}

  /** A subscription with its effective terms; 0 and null where a channel has no such term. */
  public record Granted(
      Channel channel,
      String symbol,
      String mode,
      int intervalMillis,
      int depth,
      @Nullable String barInterval,
      int history,
      long fields,
      boolean changes) {}

  /** A symbol that was not granted. */
  public record Refused(String symbol, ErrorCode code, String message) {}

  /** State of a feed in a heartbeat; {@code ageMillis} below 0 means that nothing came yet. */
  public record FeedAge(String id, FeedState state, long ageMillis) {}

  public byte[] welcome(Welcome welcome) {
    return message(
        "welcome",
        ClientMessage.NO_ID,
        json -> {
          json.writeStringField("version", welcome.version);
          json.writeStringField("connection", welcome.connection);
          json.writeStringField("epoch", welcome.epoch);
          json.writeStringField("protocol", encoding.subprotocol());
          json.writeNumberField("heartbeatMs", welcome.heartbeatMillis);
          json.writeObjectFieldStart("limits");
          json.writeNumberField("subscriptions", welcome.limits.subscriptions);
          json.writeNumberField("messagesPerSecond", welcome.limits.messagesPerSecond);
          json.writeNumberField("messageBytes", welcome.limits.messageBytes);
          json.writeEndObject();
          json.writeObjectFieldStart("auth");
          json.writeBooleanField("required", welcome.authRequired);
          if (welcome.authRequired) {
            json.writeNumberField("deadlineMs", welcome.deadlineMillis);
          }
          json.writeEndObject();
          json.writeObjectFieldStart("compression");
          json.writeStringField("mode", welcome.compressionMode);
          if (welcome.compressionParameters != null) {
            json.writeStringField("parameters", welcome.compressionParameters);
          }
          json.writeEndObject();
        });
  }

  /** The answer to subscribe and unsubscribe. */
  public byte[] ack(
      long id, String op, List<Granted> granted, List<Refused> refused, int subscriptions) {
    return message(
        "ack",
        id,
        json -> {
          json.writeStringField("op", op);
          writeGranted("granted", granted, json);
          json.writeArrayFieldStart("refused");
          for (Refused each : refused) {
            json.writeStartObject();
            json.writeStringField("symbol", each.symbol);
            json.writeStringField("code", each.code.text());
            json.writeStringField("message", each.message);
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeNumberField("subscriptions", subscriptions);
        });
  }

  /** The answer to pause and resume. */
  public byte[] ack(long id, String op, int subscriptions) {
    return message(
        "ack",
        id,
        json -> {
          json.writeStringField("op", op);
          json.writeNumberField("subscriptions", subscriptions);
        });
  }

  /** The answer to configure, with the effective value. */
  public byte[] ackConfigure(long id, int maxKbps, int subscriptions) {
    return message(
        "ack",
        id,
        json -> {
          json.writeStringField("op", "configure");
          json.writeNumberField("maxKbps", maxKbps);
          json.writeNumberField("subscriptions", subscriptions);
        });
  }

  /** The answer to list. */
  public byte[] subscriptions(long id, List<Granted> items) {
    return message("subscriptions", id, json -> writeGranted("items", items, json));
  }

  public byte[] pong(long id, long ts) {
    return message("pong", id, json -> json.writeNumberField("ts", ts));
  }

  public byte[] error(RequestFault fault) {
    return error(fault.id(), fault.code(), fault.text(), -1);
  }

  /** An error; {@code retryAfterMillis} below 0 leaves that out. */
  public byte[] error(long id, ErrorCode code, String text, long retryAfterMillis) {
    return message(
        "error",
        id,
        json -> {
          json.writeStringField("code", code.text());
          json.writeStringField("message", text);
          json.writeBooleanField("retryable", code.retryable());
          if (retryAfterMillis >= 0) {
            json.writeNumberField("retryAfterMs", retryAfterMillis);
          }
        });
  }

  public byte[] heartbeat(long ts, List<FeedAge> feeds) {
    return message(
        "heartbeat",
        ClientMessage.NO_ID,
        json -> {
          json.writeNumberField("ts", ts);
          json.writeArrayFieldStart("feeds");
          for (FeedAge feed : feeds) {
            json.writeStartObject();
            json.writeStringField("id", feed.id);
            json.writeStringField("state", feed.state.text());
            if (feed.ageMillis >= 0) {
              json.writeNumberField("ageMs", feed.ageMillis);
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  public byte[] slow(long lagMillis, int intervalMillis) {
    return notice(
        NoticeCode.SLOW,
        json -> {
          json.writeNumberField("lagMs", lagMillis);
          json.writeNumberField("intervalMs", intervalMillis);
        });
  }

  public byte[] slowCleared(int intervalMillis) {
    return notice(
        NoticeCode.SLOW_CLEARED, json -> json.writeNumberField("intervalMs", intervalMillis));
  }

  /** Events {@code from} to {@code to}, both included, are lost to this subscription. */
  public byte[] gap(Channel channel, String symbol, long from, long to) {
    return notice(
        NoticeCode.GAP,
        json -> {
          json.writeStringField("channel", channel.text());
          json.writeStringField("symbol", symbol);
          json.writeNumberField("from", from);
          json.writeNumberField("to", to);
          json.writeNumberField("missed", to - from + 1);
        });
  }

  public byte[] feed(String id, FeedState state, String reason) {
    return notice(
        NoticeCode.FEED,
        json -> {
          json.writeStringField("feed", id);
          json.writeStringField("state", state.text());
          if (!reason.isEmpty()) {
            json.writeStringField("reason", reason);
          }
        });
  }

  public byte[] drain(long reconnectAfterMillis) {
    return notice(
        NoticeCode.DRAIN, json -> json.writeNumberField("reconnectAfterMs", reconnectAfterMillis));
  }

  private byte[] notice(NoticeCode code, Encoding.Writer fields) {
    return message(
        "notice",
        ClientMessage.NO_ID,
        json -> {
          json.writeStringField("code", code.name().toLowerCase(Locale.ROOT));
          fields.write(json);
        });
  }

  private byte[] message(String type, long id, Encoding.Writer fields) {
    return encoding.write(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", type);
          if (id != ClientMessage.NO_ID) {
            json.writeNumberField("id", id);
          }
          fields.write(json);
          json.writeEndObject();
        });
  }

  private static void writeGranted(String name, List<Granted> granted, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Granted each : granted) {
      json.writeStartObject();
      json.writeStringField("channel", each.channel.text());
      json.writeStringField("symbol", each.symbol);
      json.writeStringField("mode", each.mode);
      json.writeNumberField("intervalMs", each.intervalMillis);
      if (each.channel == Channel.BOOK) {
        json.writeNumberField("depth", each.depth);
      }
      if (each.barInterval != null) {
        json.writeStringField("interval", each.barInterval);
        json.writeNumberField("history", each.history);
      }
      if (each.fields != Field.ALL) {
        json.writeArrayFieldStart("fields");
        for (Field field : Field.values()) {
          if ((each.fields & field.bit()) != 0) {
            json.writeString(field.text());
          }
        }
        json.writeEndArray();
      }
      if (each.changes) {
        json.writeBooleanField("changes", true);
      }
      json.writeStringField("timeliness", "realtime");
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
