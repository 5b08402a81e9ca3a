package io.tickgate.adapter.replay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;

/** The one file in a zip, as venues pack their dumps; a second one is a fault, behind the first. */
final class ZippedFile extends FilterInputStream {
  private final ZipInputStream zip;

  ZippedFile(InputStream stored) throws IOException {
    this(new ZipInputStream(stored));
  }

  private ZippedFile(ZipInputStream zip) throws IOException {
    super(zip);
    this.zip = zip;
    if (!next()) {
      throw new IOException("nothing in the zip");
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = zip.read(bytes, offset, length);
    if (count < 0 && next()) {
      throw new IOException("more than one file in the zip");
    }
    return count;
  }

  private boolean next() throws IOException {
    try {
      return zip.getNextEntry() != null;
    } catch (IllegalArgumentException e) { // a name that isn't UTF-8
      throw new IOException(e);
    }
  }
}
