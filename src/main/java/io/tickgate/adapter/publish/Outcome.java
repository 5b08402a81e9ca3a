package io.tickgate.adapter.publish;

import io.tickgate.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What became of published objects: a count, and of the rejected ones the first few with their
 * reasons. Used by one thread at a time.
 */
public final class Outcome {
  /**
   * An object that wasn't taken.
   *
   * @param line number of the line, or of the object in its message, from 1
   * @param message names the field
   */
  public record Rejection(long line, ErrorCode code, String message) {}

  private final int limit;
  private final List<Rejection> rejected = new ArrayList<>();
  private long accepted;
  private long rejectedTotal;

  /** Nothing yet; keeps that many rejections with their reasons. */
  public Outcome(int limit) {
    this.limit = limit;
  }

  void accept() {
    accepted++;
  }

  /** One more was rejected. */
  public void reject(long line, ErrorCode code, String message) {
    rejectedTotal++;
    if (rejected.size() < limit) {
      rejected.add(new Rejection(line, code, message));
    }
  }

  /** Adds what became of others. */
  public void add(Outcome other) {
    accepted += other.accepted;
    for (Rejection each : other.rejected) {
      if (rejected.size() < limit) {
        rejected.add(each);
      }
    }
    rejectedTotal += other.rejectedTotal;
  }

  /** How many are in the book. */
  public long accepted() {
    return accepted;
  }

  /** How many are not. */
  public long rejectedTotal() {
    return rejectedTotal;
  }

  /** The first of those that are not, by line. */
  public List<Rejection> rejected() {
    return rejected.stream().sorted(Comparator.comparingLong(Rejection::line)).toList();
  }
}
