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
 *      ▲            │ ├──refused──▶ REFUSED
 *      └──again─────┘ └─no answer─▶ REFUSED
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

  private static final class Entry {
    Stage stage = Stage.UNSENT;
    boolean alone; // it was in a request that was turned down, so it goes by itself
  }

  private final Map<Topic, Entry> wanted = new LinkedHashMap<>();
  private final Set<Topic> leaving = new LinkedHashSet<>();
  private final int[] counts = new int[Stage.values().length];
  private long progress; // when something was last sent or answered

  /** From now on the topic is wanted. */
  void want(Topic topic) {
    // one that is leaving does so first, then comes anew
    if (wanted.putIfAbsent(topic, new Entry()) == null) {
      counts[Stage.UNSENT.ordinal()]++;
    }
  }

  /** It no longer is; it will be taken back if it was asked for. */
  void drop(Topic topic) {
    Entry entry = wanted.remove(topic);
    if (entry != null) {
      counts[entry.stage.ordinal()]--;
    }
    if (entry != null && (entry.stage == Stage.SENT || entry.stage == Stage.GRANTED)) {
      leaving.add(topic);
    }
  }

  /** A new connection: nothing is subscribed to. */
  void onOpen(long now) {
    leaving.clear();
    wanted.values().forEach(entry -> move(entry, Stage.UNSENT));
    progress = now;
  }

  /** Topics of one stream to ask for next, at most so many; they count as sent. */
  List<Topic> nextToSend(int most, long now) {
    List<Topic> batch = new ArrayList<>();
    for (Map.Entry<Topic, Entry> each : wanted.entrySet()) {
      Entry entry = each.getValue();
      if (entry.stage == Stage.UNSENT && fits(batch, each.getKey())) {
        if (entry.alone && !batch.isEmpty()) {
          continue;
        }
        batch.add(each.getKey());
        move(entry, Stage.SENT);
        if (entry.alone || batch.size() == most) {
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

  /** The venue grants these; others than the ones asked for don't matter. */
  void onAccepted(Collection<Topic> topics, long now) {
    for (Topic topic : topics) {
      Entry entry = wanted.get(topic);
      if (entry != null && entry.stage == Stage.SENT) {
        move(entry, Stage.GRANTED);
        entry.alone = false;
        progress = now;
      }
    }
  }

  /**
   * The venue refuses these. A single one is refused and returned; several go again one by one, to
   * learn which it was.
   */
  List<Topic> onRefused(List<Topic> topics, long now) {
    if (topics.size() == 1) {
      return refuse(topics, now);
    }
    topics.forEach(this::again);
    return List.of();
  }

  /**
   * The venue turned a request down and says why in words. Those asked for that the words name are
   * refused and returned. When it was the whole request, the others go again one by one, and of
   * those that did already the first is the one.
   */
  List<Topic> onFailed(String reason, boolean whole, long now) {
    List<Topic> sent = select(Stage.SENT);
    List<Topic> named = new ArrayList<>(sent);
    named.removeIf(topic -> !names(reason, topic.symbol()));
    if (!whole) {
      return refuse(named, now);
    }
    if (named.isEmpty()) {
      sent.stream()
          .filter(topic -> sent.size() == 1 || isAlone(topic))
          .limit(1)
          .forEach(named::add);
    }
    sent.stream().filter(topic -> !named.contains(topic)).forEach(this::again);
    return refuse(named, now);
  }

  private boolean isAlone(Topic topic) {
    Entry entry = wanted.get(topic);
    return entry != null && entry.alone;
  }

  private List<Topic> refuse(List<Topic> topics, long now) {
    List<Topic> refused = new ArrayList<>();
    for (Topic topic : topics) {
      Entry entry = wanted.get(topic);
      if (entry != null && entry.stage == Stage.SENT) {
        move(entry, Stage.REFUSED);
        refused.add(topic);
        progress = now;
      }
    }
    return refused;
  }

  private void again(Topic topic) {
    Entry entry = wanted.get(topic);
    if (entry != null && entry.stage == Stage.SENT) {
      move(entry, Stage.UNSENT);
      entry.alone = true;
    }
  }

  private static boolean names(String reason, String symbol) {
    int at = reason.indexOf(symbol);
    int end = at + symbol.length();
    return at >= 0
        && (at == 0 || !Character.isLetterOrDigit(reason.charAt(at - 1)))
        && (end == reason.length() || !Character.isLetterOrDigit(reason.charAt(end)));
  }

  /** Gives up on what was asked for and not answered; returns it. */
  List<Topic> giveUp(long now) {
    return refuse(select(Stage.SENT), now);
  }

  /** Asks for a topic once more after taking it back; false when it isn't granted. */
  boolean renew(Topic topic) {
    Entry entry = wanted.get(topic);
    if (entry == null || entry.stage != Stage.GRANTED) {
      return false;
    }
    move(entry, Stage.UNSENT);
    leaving.add(topic);
    return true;
  }

  /** Whether a topic waits to be asked for. */
  boolean unsent(Topic topic) {
    Entry entry = wanted.get(topic);
    return entry != null && entry.stage == Stage.UNSENT;
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

  private void move(Entry entry, Stage next) {
    counts[entry.stage.ordinal()]--;
    counts[next.ordinal()]++;
    entry.stage = next;
  }

  private List<Topic> select(Stage stage) {
    List<Topic> selected = new ArrayList<>();
    wanted.forEach(
        (topic, entry) -> {
          if (entry.stage == stage) {
            selected.add(topic);
          }
        });
    return selected;
  }
}
