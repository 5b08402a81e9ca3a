package io.tickgate.page;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is served.
 *
 * @param type of its content
 * @param hash of its content, in hexadecimal digits
 * @param plain the content; as the others not to be written to
 * @param gzip the same in gzip
 * @param brotli the same in brotli (RFC 7932)
 */
record Page(String type, String hash, Buffer plain, Buffer gzip, Buffer brotli) {
  /** As many digits as tell the versions of one file apart. */
  private static final int DIGITS = 12;

  static Page of(String type, byte[] content, byte[] brotli) {
    return new Page(
        type,
        hash(content),
        Buffer.buffer(content),
        Buffer.buffer(gzipped(content)),
        Buffer.buffer(brotli));
  }

  /** The content as a coding of RFC 9110 has it: br, gzip, or else as it is. */
  Buffer in(String coding) {
    return switch (coding) {
      case "br" -> brotli;
      case "gzip" -> gzip;
      default -> plain;
    };
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static byte[] gzipped(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
