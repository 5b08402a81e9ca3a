package io.tickgate.bench;

import io.tickgate.bench.ServerProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A self-signed certificate with an ECDSA key, as most servers have, made once. */
final class Certificate {
  static final String PASSWORD = "password";

  private Certificate() {}

  static Path file() throws IOException {
    Path file = Launch.FOLDER.resolve("localhost.p12").toAbsolutePath();
    if (Files.notExists(file)) {
      make(file);
    }
    return file;
  }

  private static void make(Path file) throws IOException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    if (Files.notExists(file)) {
      throw new IOException("keytool makes no certificate");
    }
  }
}
