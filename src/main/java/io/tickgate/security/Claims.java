package io.tickgate.security;

import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code md} claim. A claim that is there but wrong makes the token bad: it must never
 * come to mean more than its issuer meant.
 */
final class Claims {
  /** Globs or venues of one claim: each is tried for each symbol that is subscribed to. */
  static final int MAX_ENTRIES = 100;

  /** The longest interval that a subscription may have. */
  static final int MAX_INTERVAL_MILLIS = 60_000;

  private final JsonObject md;

  private Claims(JsonObject md) {
    this.md = md;
  }

  /**
   * What a claim says; without one everything.
   *
   * @throws IllegalArgumentException when it is malformed; the message names the field
   */
  static Entitlement read(@Nullable JsonValue claim) {
    if (claim == null) {
      return Entitlement.all();
    }
    if (!(claim instanceof JsonObject object)) {
      throw new IllegalArgumentException("md: not an object");
    }
    Entitlement all = Entitlement.all();
    Claims claims = new Claims(object);
    return new Entitlement(
        claims.globs("symbols", all::symbols),
        claims.channels(all::channels),
        claims.globs("delayed", all::delayed),
        claims.number("minIntervalMs", all.minIntervalMillis(), 0, MAX_INTERVAL_MILLIS),
        claims.number("maxSubscriptions", all.maxSubscriptions(), 1, Integer.MAX_VALUE),
        claims.venues());
  }

  private List<Glob> globs(String name, Supplier<List<Glob>> missing) {
    if (!md.containsKey(name)) {
      return missing.get();
    }
    List<Glob> globs = new ArrayList<>();
    for (String text : texts(name)) {
      String fault = text.equals("*") ? null : Glob.fault(text);
      if (fault != null) {
        throw bad(name, fault);
      }
      globs.add(new Glob(text));
    }
    return globs;
  }

  private Set<Channel> channels(Supplier<Set<Channel>> missing) {
    if (!md.containsKey("channels")) {
      return missing.get();
    }
    Set<Channel> channels = EnumSet.noneOf(Channel.class);
    for (String text : texts("channels")) {
      Channel channel = Channel.of(text);
      if (channel != null) { // one of a later version gives nothing here
        channels.add(channel);
      }
    }
    return channels;
  }

  private Set<String> venues() {
    return md.containsKey("publish") ? new HashSet<>(texts("publish")) : Set.of();
  }

  private List<String> texts(String name) {
    if (!(md.get(name) instanceof jakarta.json.JsonArray array)) {
      throw bad(name, "not an array of strings");
    }
    if (array.size() > MAX_ENTRIES) {
      throw bad(name, "more than " + MAX_ENTRIES + " entries");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue value : array) {
      if (!(value instanceof JsonString text)) {
        throw bad(name, "not an array of strings");
      }
      texts.add(text.getString());
    }
    return texts;
  }

  private int number(String name, int missing, int least, int most) {
    JsonValue value = md.get(name);
    if (value == null) {
      return missing;
    }
    if (!(value instanceof JsonNumber number)
        || !number.isIntegral()
        || number.bigIntegerValue().compareTo(BigInteger.valueOf(least)) < 0
        || number.bigIntegerValue().compareTo(BigInteger.valueOf(most)) > 0) {
      throw bad(name, "not an integer from " + least + " to " + most);
    }
    return number.intValue();
  }

  private static IllegalArgumentException bad(String name, String fault) {
    return new IllegalArgumentException("md." + name + ": " + fault);
  }
}
