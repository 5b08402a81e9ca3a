package io.tickgate.adapter.venue;

import org.jspecify.annotations.Nullable;

/**
 * The ids of one symbol's trades, at a venue that counts them by one: after an interruption they
 * tell how many trades never came. As long as nothing interrupts the stream, nothing is made of
 * them. Owned by the feed's thread.
 */
public final class TradeIds {
  /**
   * A larger jump is another numbering and no loss: the busiest markets have some millions of
   * trades a day.
   */
  private static final long MOST = 100_000_000;

  private static final int MAX_DIGITS = 18;
  private static final long NONE = -1;

  private long last = NONE;
  private boolean interrupted;

  /** What comes next may not follow what came before. */
  public void interrupt() {
    interrupted = true;
  }

  /** The trades to come are numbered in another way. */
  public void forget() {
    last = NONE;
  }

  /** Something else than a trade took that number. */
  public void pass(long number) {
    last = interrupted ? last : number;
  }

  /** A trade came; returns how many before it didn't, 0 where that can't be told. */
  public long missedBefore(@Nullable String id) {
    long number = number(id);
    long missing = number - last - 1;
    boolean told = interrupted && last != NONE && number != NONE;
    interrupted = false;
    last = number;
    return told && missing > 0 && missing <= MOST ? missing : 0;
  }

  private static long number(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > MAX_DIGITS) {
      return NONE;
    }
    long number = 0;
    for (int i = 0; i < id.length(); i++) {
      char digit = id.charAt(i);
      if (digit < '0' || digit > '9') {
        return NONE;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }
}
