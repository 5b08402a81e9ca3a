package io.tickgate.security;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.util.KeyUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * Makes a key pair in {@code target/token} on first use, and prints a token for an hour that reads,
 * publishes to venue {@code desk} and administers: {@code ./mvnw -q test-compile exec:java@token}.
 * For trying things out; a deployed gateway gets its tokens from an issuer.
 */
public final class DevToken {
  private static final Path FOLDER = Path.of("target", "token");

  private DevToken() {}

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    Path secret = FOLDER.resolve("private.pem");
    if (!Files.exists(secret)) {
      write(secret);
    }
    PrivateKey key = KeyUtils.decodePrivateKey(Files.readString(secret), SignatureAlgorithm.ES256);
    System.out.println(
        Jwt.issuer("dev")
            .audience("tickgate")
            .subject(arguments.length > 0 ? arguments[0] : "dev")
            .groups(Set.of("md-read", "md-publish", "md-admin"))
            .claim("md", Map.of("publish", Set.of("desk")))
            .expiresIn(Duration.ofHours(1))
            .jws()
            .algorithm(SignatureAlgorithm.ES256)
            .sign(key));
  }

  private static void write(Path secret) throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Files.createDirectories(FOLDER);
    Files.writeString(secret, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    if (Files.getFileStore(secret).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }
    Files.writeString(
        FOLDER.resolve("public.pem"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  private static String pem(String kind, byte[] key) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, lines, kind);
  }
}
