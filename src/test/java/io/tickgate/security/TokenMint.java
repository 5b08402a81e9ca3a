package io.tickgate.security;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/** Signs tokens with a key pair of its own, as an issuer would. */
public final class TokenMint {
  /** What the gateway is told to expect. */
  public static final String ISSUER = "https://issuer.example";

  public static final String AUDIENCE = "tickgate";

  private static final String SHARED = "tickgate.test.keys";

  private final KeyPair pair;
  private final SignatureAlgorithm algorithm;

  private TokenMint(KeyPair pair, SignatureAlgorithm algorithm) {
    this.pair = pair;
    this.algorithm = algorithm;
  }

  /** A mint with a new key pair of that algorithm. */
  public static TokenMint of(SignatureAlgorithm algorithm) {
    try {
      KeyPairGenerator generator;
      if (algorithm == SignatureAlgorithm.RS256) {
        generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
      } else if (algorithm == SignatureAlgorithm.ES256) {
        generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator = KeyPairGenerator.getInstance("Ed25519");
      }
      return new TokenMint(generator.generateKeyPair(), algorithm);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * The mint of all tests of a gateway that runs in this JVM, and the key file that the gateway is
   * told; the same whichever class loader asks.
   */
  public static synchronized TokenMint shared() {
    try {
      String folder = System.getProperty(SHARED);
      if (folder == null) {
        Path fresh = Files.createTempDirectory("tickgate-keys");
        TokenMint mint = of(SignatureAlgorithm.ES256);
        mint.write(fresh).toFile().deleteOnExit();
        Path secret = Files.write(fresh.resolve("secret"), mint.pair.getPrivate().getEncoded());
        secret.toFile().deleteOnExit();
        fresh.toFile().deleteOnExit();
        System.setProperty(SHARED, fresh.toString());
        return mint;
      }
      KeyFactory factory = KeyFactory.getInstance("EC");
      byte[] secret = Files.readAllBytes(Path.of(folder, "secret"));
      String pem = Files.readString(Path.of(folder, "ES256.pem"));
      KeyPair pair =
          new KeyPair(
              KeyUtils.decodePublicKey(pem, SignatureAlgorithm.ES256),
              factory.generatePrivate(new PKCS8EncodedKeySpec(secret)));
      return new TokenMint(pair, SignatureAlgorithm.ES256);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the gateway finds the key of {@link #shared}. */
  public static String sharedKey() {
    shared();
    return Path.of(System.getProperty(SHARED), "ES256.pem").toString();
  }

  public KeyPair pair() {
    return pair;
  }

  /** The public key in PEM. */
  public String pem() {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes()).encodeToString(key());
    return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
  }

  private byte[] key() {
    return pair.getPublic().getEncoded();
  }

  /** Writes the public key as a PEM file into a folder and returns its path. */
  public Path write(Path folder) {
    try {
      return Files.writeString(folder.resolve(algorithm + ".pem"), pem());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Claims of a good token, to be changed. */
  public static JwtClaimsBuilder claims(String subject, String... groups) {
    return Jwt.issuer(ISSUER)
        .audience(AUDIENCE)
        .subject(subject)
        .groups(Set.of(groups))
        .expiresAt(Instant.now().plusSeconds(3_600));
  }

  /** A token that reads, with that {@code md} claim. */
  public String reader(String subject, Map<String, ?> md) {
    return sign(claims(subject, "md-read").claim("md", md));
  }

  /** A token that reads everything. */
  public String reader(String subject) {
    return sign(claims(subject, "md-read"));
  }

  public String sign(JwtClaimsBuilder claims) {
    return claims.jws().algorithm(algorithm).sign(pair.getPrivate());
  }

  /** As {@link #sign}, with a key id in the header. */
  public String sign(JwtClaimsBuilder claims, String keyId) {
    return claims.jws().algorithm(algorithm).keyId(keyId).sign(pair.getPrivate());
  }
}
