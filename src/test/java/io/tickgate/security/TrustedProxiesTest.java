package io.tickgate.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose PROXY header is believed. */
class TrustedProxiesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.7, true",
    "10.0.0.8, false",
    "192.168.1.1, true",
    "192.169.1.1, false",
    "2001:db8::1, true",
    "2001:db8::2, false",
    "2001:db8:ffff:1::5, true",
    "::1, false",
    "127.0.0.1, false"
  })
  void addressesAndNetworksAreWhatTheySay(String from, boolean admitted) {
    TrustedProxies proxies =
        new TrustedProxies(
            true,
            Optional.of(
                List.of("10.0.0.7", " 192.168.0.0/16", "2001:db8::1", "2001:db8:ffff::/48")));
    assertEquals(admitted, proxies.admit(new InetSocketAddress(from, 4711)));
  }

  @Test
  void everybodyIsAdmittedWhereNoHeaderIsBelieved() {
    TrustedProxies proxies = new TrustedProxies(false, Optional.of(List.of("a.host.by.name")));
    assertTrue(proxies.admit(new InetSocketAddress("127.0.0.1", 1)));
  }

  @Test
  void proxiesThatAnybodyCouldBeEndTheStart() {
    String said =
        assertThrows(
                ConfigurationException.class,
                () -> new TrustedProxies(true, Optional.of(List.of())))
            .getMessage();
    assertTrue(said.startsWith("quarkus.http.proxy.trusted-proxies is not set"), said);
    assertThrows(ConfigurationException.class, () -> new TrustedProxies(true, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "10.0.0",
        "10",
        "::1/129",
        "x:1"
      })
  void whatIsNoAddressEndsTheStartAndIsNamed(String text) {
    String said =
        assertThrows(
                ConfigurationException.class,
                () -> new TrustedProxies(true, Optional.of(List.of(text))))
            .getMessage();
    assertTrue(said.startsWith("quarkus.http.proxy.trusted-proxies: " + text), said);
  }
}
