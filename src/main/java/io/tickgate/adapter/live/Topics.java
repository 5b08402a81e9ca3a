package io.tickgate.adapter.live;

import io.tickgate.adapter.venue.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a session wants to be subscribed to, and how far that has come. Bounded by what is
 * configured. The feed's thread.
 *
 * <pre>
 *   UNSENT ─sent─▶ SENT ─accepted─▶ GRANTED          every new connection begins with all UNSENT
 *      ▲            │ ├──refused──▶ REFUSED ─accepted after all─▶ GRANTED
 *      │            │ └─no answer─▶ REFUSED
 *      └──again─────┘                  │
 *      └──later, unless for good───────┘
 * </pre>
 */
final class Topics {
  /** Where a topic stands. */
  enum Stage {
    UNSENT,
    SENT,
    GRANTED,
    REFUSED
  }

  private final Map<Topic, Standing> wanted = new LinkedHashMap<>();
  private final Set<Topic> leaving = new LinkedHashSet<>();
  private final int[] counts = new int[Stage.values().length];
  private long progress; // when something was last sent or answered

  /** From now on the topic is wanted. */
  void want(Topic topic) {
    // one that is leaving does so first, then comes anew
    wanted.computeIfAbsent(topic, each -> new Standing(counts));
  }

  /** It no longer is; it will be taken back if it was asked for. */
  void drop(Topic topic) {
    Standing standing = wanted.remove(topic);
    if (standing == null) {
      return;
    }
    standing.end();
    if (standing.is(Stage.SENT) || standing.is(Stage.GRANTED)) {
      leaving.add(topic);
    }
  }

  /** A new connection: nothing is subscribed to. */
  void onOpen(long now) {
    leaving.clear();
    wanted.values().forEach(Standing::toUnsent);
    progress = now;
  }

  /** Topics of one stream to ask for next, at most so many; they count as sent. */
  List<Topic> nextToSend(int most, long now) {
    List<Topic> batch = new ArrayList<>();
    for (Map.Entry<Topic, Standing> each : wanted.entrySet()) {
      Standing standing = each.getValue();
      if (standing.is(Stage.UNSENT) && fits(batch, each.getKey())) {
        if (standing.alone() && !batch.isEmpty()) {
          continue;
        }
        batch.add(each.getKey());
        standing.toSent();
        if (standing.alone() || batch.size() == most) {
          break;
        }
      }
    }
    if (!batch.isEmpty()) {
      progress = now;
    }
    return batch;
  }

  /** Topics of one stream to take back next, at most so many; they are forgotten. */
  List<Topic> nextToLeave(int most) {
    List<Topic> batch = new ArrayList<>();
    for (Topic topic : leaving) {
      if (batch.size() < most && fits(batch, topic)) {
        batch.add(topic);
      }
    }
    batch.forEach(leaving::remove);
    return batch;
  }

  /** Whether any are to be taken back. */
  boolean leaves() {
    return !leaving.isEmpty();
  }

  private static boolean fits(List<Topic> batch, Topic topic) {
    return batch.isEmpty() || batch.get(0).stream().equals(topic.stream());
  }

  /**
   * The venue grants these, some after they were given up on; others than the ones asked for don't
   * matter.
   */
  void onAccepted(Collection<Topic> topics, long now) {
    for (Topic topic : topics) {
      Standing standing = wanted.get(topic);
      if (standing != null && (standing.is(Stage.SENT) || standing.is(Stage.REFUSED))) {
        standing.toGranted();
        progress = now;
      }
    }
  }

  /**
   * The venue refuses these. All are refused and returned when it may grant them later; otherwise a
   * single one is, and several go again one by one, to learn which it was.
   */
  List<Topic> onRefused(List<Topic> topics, Reason reason, long now) {
    if (topics.size() == 1 || reason.passes()) {
      return refuse(topics, reason.passes(), now);
    }
    topics.forEach(this::again);
    return List.of();
  }

  /**
   * The venue turned a request down and says why in words. Those asked for that the words name are
   * refused and returned; all are when the words name none and tell of something that passes. When
   * it was the whole request, the others go again one by one, and of those that did already the
   * first is the one.
   */
  List<Topic> onFailed(Reason reason, boolean whole, long now) {
    List<Topic> sent = select(Stage.SENT);
    List<Topic> named = new ArrayList<>(sent);
    named.removeIf(topic -> !reason.names(topic.symbol()));
    if (named.isEmpty()) {
      return reason.passes() ? refuse(sent, true, now) : guess(sent, whole, now);
    }
    if (whole) {
      sent.stream().filter(topic -> !named.contains(topic)).forEach(this::again);
    }
    return refuse(named, reason.passes(), now);
  }

  /** Nobody knows which was turned down: if all were, one that was asked for alone. */
  private List<Topic> guess(List<Topic> sent, boolean whole, long now) {
    if (!whole) {
      return List.of();
    }
    List<Topic> guessed =
        sent.stream().filter(topic -> sent.size() == 1 || isAlone(topic)).limit(1).toList();
    sent.stream().filter(topic -> !guessed.contains(topic)).forEach(this::again);
    return refuse(guessed, true, now);
  }

  private boolean isAlone(Topic topic) {
    Standing standing = wanted.get(topic);
    return standing != null && standing.alone();
  }

  private List<Topic> refuse(List<Topic> topics, boolean passing, long now) {
    List<Topic> refused = new ArrayList<>();
    for (Topic topic : topics) {
      Standing standing = wanted.get(topic);
      if (standing != null && standing.is(Stage.SENT)) {
        standing.toRefused(now, passing);
        refused.add(topic);
        progress = now;
      }
    }
    return refused;
  }

  private void again(Topic topic) {
    Standing standing = wanted.get(topic);
    if (standing != null && standing.is(Stage.SENT)) {
      standing.toUnsentAlone();
    }
  }

  /** Gives up for now on what was asked for and not answered; returns it. */
  List<Topic> giveUp(long now) {
    return refuse(select(Stage.SENT), true, now);
  }

  /** What was refused for something that passes is asked for again in time. */
  void retry(long now) {
    if (count(Stage.REFUSED) > 0) {
      wanted.values().stream().filter(each -> each.retries(now)).forEach(Standing::toUnsent);
    }
  }

  /** Asks for a topic once more after taking it back; false when it isn't granted. */
  boolean renew(Topic topic) {
    Standing standing = wanted.get(topic);
    if (standing == null || !standing.is(Stage.GRANTED)) {
      return false;
    }
    standing.toUnsent();
    leaving.add(topic);
    return true;
  }

  /** Whether a topic waits to be asked for. */
  boolean unsent(Topic topic) {
    Standing standing = wanted.get(topic);
    return standing != null && standing.is(Stage.UNSENT);
  }

  /** When something was last sent or answered. */
  long progress() {
    return progress;
  }

  /** Whether everything wanted was asked for and answered. */
  boolean settled() {
    return count(Stage.UNSENT) == 0 && count(Stage.SENT) == 0;
  }

  /** How many are at that stage. */
  int count(Stage stage) {
    return counts[stage.ordinal()];
  }

  /** How many are wanted. */
  int size() {
    return wanted.size();
  }

  /** All that are wanted. */
  Set<Topic> all() {
    return wanted.keySet();
  }

  private List<Topic> select(Stage stage) {
    List<Topic> selected = new ArrayList<>();
    wanted.forEach(
        (topic, standing) -> {
          if (standing.is(stage)) {
            selected.add(topic);
          }
        });
    return selected;
  }
}
