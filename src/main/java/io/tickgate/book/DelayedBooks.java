package io.tickgate.book;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The same books as they were some time ago, for whoever may see a symbol only that late. What
 * reads nothing but these can't show anything fresher.
 *
 * @param books hold nothing that the books of now didn't hold {@code delay} ago; empty when there
 *     is no delay log
 * @param delay how much later
 * @param covered whether a symbol of that name is kept at all; one that isn't can't be granted
 *     delayed
 */
public record DelayedBooks(Books books, Duration delay, Predicate<String> covered) {
  /** Whether a symbol of that name can be read here, now or when it comes. */
  public boolean covers(String symbol) {
    return covered.test(symbol);
  }
}
