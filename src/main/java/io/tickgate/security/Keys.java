package io.tickgate.security;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.util.KeyUtils;
import io.smallrye.jwt.util.ResourceUtils;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the keys are that tokens are checked with, and which algorithms go with them. */
final class Keys {
  /**
   * Signatures with a key pair, and one algorithm a kind of key (RFC 8725 section 3.1). {@code
   * none} and HMAC aren't among them, so a public key can't be taken for a shared secret.
   */
  private static final List<SignatureAlgorithm> ALGORITHMS =
      List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256, SignatureAlgorithm.EDDSA);

  private Keys() {}

  /**
   * What the JWT library needs to know of the key.
   *
   * @throws IllegalArgumentException when there is no usable key; the message says what to put
   */
  static void configure(JWTAuthContextInfo info, String location) {
    if (remote(location)) {
      info.setPublicKeyLocation(checked(location));
      info.setSignatureAlgorithm(EnumSet.copyOf(ALGORITHMS));
      return;
    }
    String content = read(location);
    if (content.contains("-----BEGIN")) {
      PublicKey key = pem(content, location);
      info.setPublicVerificationKey(key);
      info.setSignatureAlgorithm(Set.of(algorithm(key)));
    } else {
      List<?> keys = KeyUtils.loadJsonWebKeys(content);
      if (keys == null || keys.isEmpty()) {
        throw fault(location, "holds neither a public key in PEM nor a JWKS");
      }
      info.setPublicKeyContent(content);
      info.setSignatureAlgorithm(EnumSet.copyOf(ALGORITHMS));
    }
  }

  /** Whether the keys are fetched from an address. */
  static boolean remote(String location) {
    return location.startsWith("http:") || location.startsWith("https:");
  }

  /** Keys that come over a network come by TLS; a machine's own loopback is no network. */
  private static String checked(String location) {
    String host = host(location);
    boolean loopback = "localhost".equals(host) || "127.0.0.1".equals(host);
    if (location.startsWith("http:") && !loopback) {
      throw fault(location, "is not https: whoever is on the way could put in a key");
    }
    return location;
  }

  private static @Nullable String host(String location) {
    try {
      return URI.create(location).getHost();
    } catch (IllegalArgumentException e) {
      throw fault(location, "is not an address");
    }
  }

  private static String read(String location) {
    try {
      String content = ResourceUtils.readResource(location);
      if (content == null) {
        throw fault(location, "is not there");
      }
      return content;
    } catch (IOException e) {
      throw fault(location, "can't be read");
    }
  }

  private static PublicKey pem(String content, String location) {
    for (SignatureAlgorithm algorithm : ALGORITHMS) {
      try {
        return KeyUtils.decodePublicKey(content, algorithm);
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        continue; // a key of another kind
      }
    }
    throw fault(location, "holds no public key of RSA, P-256 or Ed25519");
  }

  private static SignatureAlgorithm algorithm(PublicKey key) {
    if (key instanceof RSAPublicKey) {
      return SignatureAlgorithm.RS256;
    }
    return key instanceof ECPublicKey ? SignatureAlgorithm.ES256 : SignatureAlgorithm.EDDSA;
  }

  private static IllegalArgumentException fault(String location, String what) {
    return new IllegalArgumentException("tickgate.security.key: " + location + " " + what);
  }
}
