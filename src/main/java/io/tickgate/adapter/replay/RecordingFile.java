package io.tickgate.adapter.replay;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A file or resource that holds a recording; can be opened again and again.
 *
 * @param size in bytes as it is stored; 0 where that isn't known
 */
record RecordingFile(String name, long size, Source source) {
  /** Big enough that reading compressed bytes costs nothing beside decompressing them. */
  private static final int COMPRESSED_BLOCK = 64 * 1024;

  private static final int GZIP_MAGIC = 0x8b1f;
  private static final int ZSTD_MAGIC = 0xfd2fb528;
  private static final int ZIP_MAGIC = 0x04034b50;

  /** Opens the bytes as they are stored. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** The file or resource can't be opened: told with its name. */
  InputStream open() throws IOException {
    try {
      return source.open();
    } catch (IOException e) {
      throw new IOException(name + ": cannot be opened: " + e, e);
    }
  }

  /**
   * The content of stored bytes, unpacked when their first ones say that they are packed. Reads
   * from them at once, so it fails already here when they are cut off.
   */
  static InputStream unpacked(InputStream stored) throws IOException {
    BufferedInputStream in = new BufferedInputStream(stored, COMPRESSED_BLOCK);
    in.mark(Integer.BYTES);
    byte[] start = in.readNBytes(Integer.BYTES);
    in.reset();
    int magic = 0;
    for (int i = 0; i < start.length; i++) {
      magic |= (start[i] & 0xff) << 8 * i;
    }
    if (magic == ZSTD_MAGIC) {
      return new ZstdInputStream(in);
    }
    if (magic == ZIP_MAGIC) {
      return new ZippedFile(in);
    }
    return start.length >= 2 && (magic & 0xffff) == GZIP_MAGIC
        ? new GZIPInputStream(in, COMPRESSED_BLOCK)
        : in;
  }
}
