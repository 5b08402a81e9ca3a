package io.tickgate.deliver;

import io.tickgate.book.Feed;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What counts of a node run within, besides the restarts of its feeds. Any thread.
 *
 * @param text without {@code ;}, which server-sent events put behind it
 * @param shared whether other nodes count alike, though they came to know the feeds in another
 *     order
 */
public record NodeLife(Supplier<String> text, boolean shared) {
  /** Of a process that counts for itself. */
  public static NodeLife ofThisProcess(InstantSource clock) {
    String id =
        Long.toString(clock.millis(), 36)
            + "-"
            + Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), 36);
    return new NodeLife(() -> id, false);
  }

  /**
   * Of nodes that serve the same.
   *
   * @param id of what they serve; gives null as long as it isn't known
   * @param meanwhile until then
   */
  public static NodeLife shared(Supplier<@Nullable String> id, NodeLife meanwhile) {
    return new NodeLife(
        () -> {
          String known = id.get();
          return known == null ? meanwhile.id() : known;
        },
        true);
  }

  String id() {
    return text.get();
  }

  /** The feeds as all who share this life order them. */
  List<Feed> inOrder(List<Feed> feeds) {
    return shared ? feeds.stream().sorted(Comparator.comparing(Feed::id)).toList() : feeds;
  }
}
