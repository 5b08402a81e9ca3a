package io.tickgate.deliver.edge;

import io.netty.util.NetUtil;
import io.tickgate.deliver.edge.EdgeStats.Limit;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: places of the node, of an address and of a subject, and how fast they are taken.
 * Any thread; a short lock for each client that comes or goes, none for what clients do inside.
 */
public final class Admission {
  /**
   * Addresses remembered at once. Those without a connection are forgotten once their rate has
   * recovered; beyond, newcomers share one entry, so that a flood from everywhere stays bounded.
   */
  static final int MAX_ADDRESSES = 100_000;

  /** A rate recovers within a second or two. */
  private static final int RATE_RETRY_SECONDS = 2;

  /** When a full node may have room again: about what a client's own backoff would start with. */
  private static final int FULL_RETRY_SECONDS = 5;

  private static final String OTHERS = "";

  private final int maxConnections;
  private final EdgeConfig config;
  private final EdgeStats stats;
  private final LongSupplier millis;
  private final Map<String, Address> addresses = new HashMap<>(); // guarded by this
  private final Map<String, Integer> subjects = new HashMap<>(); // guarded by this, as those below
  private final TokenBucket rate;
  private int taken;
  private long swept;

  /**
   * An empty node.
   *
   * @param millis a clock that doesn't jump
   */
  public Admission(int maxConnections, EdgeConfig config, EdgeStats stats, LongSupplier millis) {
    this.maxConnections = maxConnections;
    this.config = config;
    this.stats = stats;
    this.millis = millis;
    this.rate = bucket(config.connectsPerSecond(), millis.getAsLong());
  }

  private static TokenBucket bucket(int perSecond, long now) {
    return new TokenBucket(perSecond, perSecond * 2.0, now);
  }

  /** A place, or why there is none. */
  public sealed interface Verdict permits Place, Refusal {}

  /**
   * Nobody comes in now.
   *
   * @param status 503 when the node is full, 429 when it's that address's doing
   */
  public record Refusal(int status, int retryAfterSeconds) implements Verdict {}

  private static final class Address {
    final TokenBucket rate;
    int taken;

    Address(TokenBucket rate) {
      this.rate = rate;
    }
  }

  /** One connection's place, to be given back once it is gone. */
  public final class Place implements Verdict {
    private final Address address;
    private @Nullable String subject; // guarded by the admission, as the next
    private boolean left;

    private Place(Address address) {
      this.address = address;
    }

    /**
     * The client proved to be that subject; replaces the one before.
     *
     * @return false when the subject has as many connections as it may: then nothing has changed
     */
    public boolean claim(String name) {
      if (name.isEmpty()) {
        return true; // nobody is asked who they are
      }
      synchronized (Admission.this) {
        if (left || name.equals(subject)) {
          return !left;
        }
        int held = subjects.getOrDefault(name, 0);
        if (held >= config.maxConnectionsPerSubject()) {
          stats.refusals(Limit.SUBJECT).increment();
          return false;
        }
        subjects.put(name, held + 1);
        releaseSubject();
        subject = name;
        return true;
      }
    }

    /** Gives the place back; again does nothing. */
    public void leave() {
      synchronized (Admission.this) {
        if (!left) {
          left = true;
          releaseSubject();
          address.taken--;
          stats.places.set(--taken);
        }
      }
    }

    private void releaseSubject() {
      if (subject != null) {
        subjects.computeIfPresent(subject, (name, held) -> held == 1 ? null : held - 1);
      }
    }
  }

  /** Asks for a place for a connection from that address, null where the transport has none. */
  public synchronized Verdict enter(@Nullable String from) {
    long now = millis.getAsLong();
    Address address = address(key(from), now);
    if (!address.rate.tryTake(now)) {
      return refuse(Limit.ADDRESS_RATE, new Refusal(429, RATE_RETRY_SECONDS));
    }
    if (address.taken >= config.maxConnectionsPerAddress()) {
      return refuse(Limit.ADDRESS, new Refusal(429, FULL_RETRY_SECONDS));
    }
    if (!rate.tryTake(now)) {
      return refuse(Limit.RATE, new Refusal(503, RATE_RETRY_SECONDS));
    }
    if (taken >= maxConnections) {
      return refuse(Limit.CONNECTIONS, full());
    }
    address.taken++;
    stats.places.set(++taken);
    return new Place(address);
  }

  /** Connections that have a place. */
  public synchronized int taken() {
    return taken;
  }

  /** The answer to those who come while the node goes down. */
  public Refusal draining() {
    stats.refusals(Limit.DRAINING).increment();
    return full();
  }

  private static Refusal full() {
    return new Refusal(503, FULL_RETRY_SECONDS);
  }

  private Refusal refuse(Limit limit, Refusal refusal) {
    stats.refusals(limit).increment();
    return refusal;
  }

  private Address address(String key, long now) {
    Address known = addresses.get(key);
    if (known != null) {
      return known;
    }
    if (now - swept >= 1_000) { // each newcomer would pay for all otherwise
      swept = now;
      addresses.values().removeIf(each -> each.taken == 0 && each.rate.full(now));
    }
    String name = addresses.size() < MAX_ADDRESSES ? key : OTHERS;
    Address address =
        addresses.computeIfAbsent(
            name, each -> new Address(bucket(config.connectsPerSecondPerAddress(), now)));
    stats.addresses.set(addresses.size());
    return address;
  }

  /** Who shares a limit: an IPv4 address; of IPv6 the /64 that one customer gets (RFC 6177). */
  static String key(@Nullable String from) {
    byte[] bytes = from == null ? null : NetUtil.createByteArrayFromIpAddressString(from);
    if (from == null || bytes == null || bytes.length != 16) {
      return from == null ? OTHERS : from;
    }
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      key.append(Character.forDigit((bytes[i] >> 4) & 15, 16));
      key.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return key.toString();
  }
}
