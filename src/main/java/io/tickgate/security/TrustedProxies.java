package io.tickgate.security;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may tell a client's address with the PROXY protocol. Quarkus asks {@code trusted-proxies} for
 * forwarding headers only, and takes a PROXY header from anybody: what is believed of the first
 * bytes of a connection has to be decided by where it comes from. Any thread.
 */
@Singleton
public final class TrustedProxies {
  private static final String KEY = "quarkus.http.proxy.trusted-proxies";

  private final boolean asked;
  private final List<IpSubnetFilterRule> rules;

  /**
   * Those that the configuration names, when it asks for the PROXY protocol.
   *
   * @throws ConfigurationException when it names none, or not by address
   */
  TrustedProxies(
      @ConfigProperty(name = "quarkus.http.proxy.use-proxy-protocol", defaultValue = "false")
          boolean asked,
      @ConfigProperty(name = KEY) Optional<List<String>> named) {
    this.asked = asked;
    this.rules =
        asked ? named.orElse(List.of()).stream().map(TrustedProxies::rule).toList() : List.of();
    if (asked && rules.isEmpty()) {
      throw new ConfigurationException(
          KEY + " is not set: put the addresses of the proxies that speak the PROXY protocol");
    }
  }

  private static IpSubnetFilterRule rule(String text) {
    String[] parts = text.trim().split("/", 2);
    boolean four = NetUtil.isValidIpV4Address(parts[0]);
    try {
      if (four || NetUtil.isValidIpV6Address(parts[0])) { // else Netty would ask for a name
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : four ? 32 : 128;
        return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
      }
    } catch (IllegalArgumentException e) {
      // no number, or more bits than there are
    }
    throw new ConfigurationException(
        KEY + ": " + text + " is neither an address nor a network (10.0.0.0/8)");
  }

  /** Whether a connection from there may come in at all: all may where no header is believed. */
  public boolean admit(SocketAddress from) {
    return !asked
        || (from instanceof InetSocketAddress address
            && rules.stream().anyMatch(rule -> rule.matches(address)));
  }
}
