package io.tickgate.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for localhost and its key, as PEM files. */
public final class PemPair {
  private static final char[] PASSWORD = "password".toCharArray();

  private PemPair() {}

  /** Makes a new pair in place of what is in the folder. */
  public static X509Certificate make(Path folder) {
    try {
      Files.createDirectories(folder);
      Path store = folder.resolve("pair.p12");
      Files.deleteIfExists(store);
      keytool(store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      X509Certificate certificate = (X509Certificate) keys.getCertificate("x");
      write(folder.resolve("cert.pem"), "CERTIFICATE", certificate.getEncoded());
      write(folder.resolve("key.pem"), "PRIVATE KEY", keys.getKey("x", PASSWORD).getEncoded());
      return certificate;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void keytool(Path store) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "x",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "SAN=dns:localhost,ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Whole at once: who reloads never reads half of it. */
  private static void write(Path file, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(
        part, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
