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
    REVOKED,
    DEPRECATED
  }

  /**
   * What a client is told of itself.
   *
   * @param required whether a token is asked for
   * @param deadlineMillis time left to bring one; 0 when it is here or not asked for
   * @param subject who the client is; null when that isn't known
   * @param expiresAt of the token, in microseconds; below 0 for never
   */
  public record Auth(
      boolean required, long deadlineMillis, @Nullable String subject, long expiresAt) {}

  /** What a client is told first. */
  public record Welcome(
      String version,
      String connection,
      String epoch,
      long heartbeatMillis,
      Limits limits,
      Auth auth,
      String compressionMode,
      @Nullable String compressionParameters) {}

  /** Limits of a connection that a client should know. */
  public record Limits(int subscriptions, int messagesPerSecond, int messageBytes) {}

  /**
   * A subscription with its effective terms; 0 and null where a channel has no such term.
   *
   * @param delayMillis how late it is, 0 for realtime
   * @param recovered of trades that are to go on from a seq: whether all from there on are still
   *     here; null where nothing is to go on
   */
  public record Granted(
      Channel channel,
      String symbol,
      String mode,
      int intervalMillis,
      int depth,
      @Nullable String barInterval,
      int history,
      long fields,
      boolean changes,
      long delayMillis,
      @Nullable Boolean recovered) {}

  /**
   * A symbol that was not granted, or isn't any more.
   *
   * @param channel null where the request was about one channel only
   */
  public record Refused(@Nullable Channel channel, String symbol, ErrorCode code, String message) {
    public Refused(String symbol, ErrorCode code, String message) {
      this(null, symbol, code, message);
    }
  }

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
          json.writeBooleanField("required", welcome.auth.required);
          if (welcome.auth.required && welcome.auth.deadlineMillis > 0) {
            json.writeNumberField("deadlineMs", welcome.auth.deadlineMillis);
          }
          if (welcome.auth.subject != null) {
            json.writeStringField("subject", welcome.auth.subject);
          }
          writeExpiry(welcome.auth.expiresAt, json);
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
          writeRefused(refused, json);
          json.writeNumberField("subscriptions", subscriptions);
        });
  }

  /**
   * The answer to auth.
   *
   * @param granted subscriptions whose terms are others now
   * @param refused subscriptions that ended
   * @param expiresAt of the token, in microseconds; below 0 for never
   */
  public byte[] ackAuth(
      long id, List<Granted> granted, List<Refused> refused, int subscriptions, long expiresAt) {
    return message(
        "ack",
        id,
        json -> {
          json.writeStringField("op", "auth");
          writeGranted("granted", granted, json);
          writeRefused(refused, json);
          json.writeNumberField("subscriptions", subscriptions);
          writeExpiry(expiresAt, json);
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

  /** The counts of a feed's symbols start over; what follows is of that epoch. */
  public byte[] restart(String feed, FeedState state, String epoch) {
    return notice(
        NoticeCode.FEED,
        json -> {
          json.writeStringField("feed", feed);
          json.writeStringField("state", state.text());
          json.writeStringField("epoch", epoch);
        });
  }

  public byte[] drain(long reconnectAfterMillis) {
    return notice(
        NoticeCode.DRAIN, json -> json.writeNumberField("reconnectAfterMs", reconnectAfterMillis));
  }

  /** The token expires at that time, in microseconds, and the connection ends then. */
  public byte[] tokenExpiring(long expiresAt) {
    return notice(NoticeCode.TOKEN_EXPIRING, json -> writeExpiry(expiresAt, json));
  }

  /** Subscriptions ended, or globs got narrower, because an entitlement was taken back. */
  public byte[] revoked(List<Refused> ended, int subscriptions) {
    return notice(
        NoticeCode.REVOKED,
        json -> {
          writeRefused(ended, json);
          json.writeNumberField("subscriptions", subscriptions);
        });
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

  private static void writeExpiry(long expiresAt, JsonGenerator json) throws IOException {
    if (expiresAt >= 0) {
      json.writeNumberField("expiresAt", expiresAt);
    }
  }

  private static void writeRefused(List<Refused> refused, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("refused");
    for (Refused each : refused) {
      json.writeStartObject();
      if (each.channel != null) {
        json.writeStringField("channel", each.channel.text());
      }
      json.writeStringField("symbol", each.symbol);
      json.writeStringField("code", each.code.text());
      json.writeStringField("message", each.message);
      json.writeEndObject();
    }
    json.writeEndArray();
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
      json.writeStringField("timeliness", each.delayMillis == 0 ? "realtime" : "delayed");
      if (each.delayMillis > 0) {
        json.writeNumberField("delayMs", each.delayMillis);
      }
      if (each.recovered != null) {
        json.writeBooleanField("recovered", each.recovered);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
