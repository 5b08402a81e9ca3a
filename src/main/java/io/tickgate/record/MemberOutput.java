package io.tickgate.record;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gzip in members, one after the other: RFC 1952 (2.2) has readers take them as one file, and each
 * can be read by itself. So a reader that knows where one begins need not read what is before.
 */
final class MemberOutput extends OutputStream {
  /** Deflated output goes to the file in pieces of this size: a few pages. */
  private static final int FILE_BLOCK = 16 * 1024;

  private final OutputStream file;
  private @Nullable GZIPOutputStream member;

  MemberOutput(OutputStream file) {
    this.file = file;
  }

  @Override
  public void write(int b) throws IOException {
    member().write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0) {
      member().write(bytes, offset, length);
    }
  }

  /** Brings everything to the file, within the member. */
  @Override
  public void flush() throws IOException {
    if (member != null) {
      member.flush();
    }
  }

  /** Ends the member; what is written next begins another. */
  void endMember() throws IOException {
    GZIPOutputStream ending = member;
    member = null;
    if (ending != null) {
      ending.close(); // gives the deflater back
    }
  }

  @Override
  public void close() throws IOException {
    try (OutputStream closing = file) {
      endMember();
    }
  }

  private GZIPOutputStream member() throws IOException {
    GZIPOutputStream open = member;
    if (open == null) {
      open = new GZIPOutputStream(new Unclosed(file), FILE_BLOCK, true);
      member = open;
    }
    return open;
  }

  /** The file outlives its members. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream file) {
      super(file);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
