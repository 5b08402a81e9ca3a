package io.tickgate.adapter.endpoint;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A body as it is: a piece is a chunk. */
final class PlainBody implements BodyReader {
  private byte @Nullable [] chunk;

  @Override
  public void add(Buffer added) {
    chunk = added.getBytes();
  }

  @Override
  public byte @Nullable [] next() {
    byte[] next = chunk;
    chunk = null;
    return next;
  }

  @Override
  public void end() {
    // may end anywhere
  }

  @Override
  public void close() {
    chunk = null;
  }
}
