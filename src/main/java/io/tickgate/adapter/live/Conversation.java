package io.tickgate.adapter.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.live.Uplink.Line;
import io.tickgate.adapter.venue.Dialogue;
import io.tickgate.adapter.venue.Limits;
import io.tickgate.adapter.venue.Reply;
import io.tickgate.adapter.venue.Topic;
import io.tickgate.market.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a session says to its venue, no faster than the venue allows, and what it is granted. The
 * feed's thread.
 */
final class Conversation {
  /** Venues answer within a second; what isn't answered by then most likely won't be. */
  private static final long ANSWER_NANOS = 10_000_000_000L;

  private final SessionSetup setup;
  private final Dialogue dialogue;
  private final List<String> streams;
  private final FrameListener sent;
  private final LiveClock clock;
  private final LiveCounters counters;
  private final Topics topics = new Topics();
  private final SendBudget messages;
  private final SendBudget requests; // those about subscriptions
  private final Refusals refusals;
  private @Nullable Line line;
  private boolean keepAliveDue;

  Conversation(SessionSetup setup, FrameListener sent, LiveClock clock, LiveCounters counters) {
    this.setup = setup;
    this.dialogue = setup.dialogue();
    this.streams = streams(setup);
    this.sent = sent;
    this.clock = clock;
    this.counters = counters;
    this.refusals = new Refusals(setup.name(), counters);
    Limits limits = dialogue.limits();
    this.messages = new SendBudget(limits.messagesPerSecond(), SendBudget.SECOND);
    this.requests = new SendBudget(limits.requestsPerHour(), SendBudget.HOUR);
  }

  /** The venue's streams behind the channels of the gateway, each once. */
  static List<String> streams(SessionSetup setup) {
    List<String> streams = new ArrayList<>();
    for (Channel channel : Channel.values()) {
      if (setup.channels().contains(channel)) {
        streams.addAll(setup.dialogue().streams(channel));
      }
    }
    return streams.stream().distinct().toList();
  }

  void want(String symbol) {
    streams.forEach(stream -> topics.want(new Topic(stream, symbol)));
  }

  void drop(String symbol) {
    streams.forEach(stream -> topics.drop(new Topic(stream, symbol)));
  }

  /** Whether that symbol is wanted. */
  boolean wants(String symbol) {
    return !streams.isEmpty() && topics.all().contains(new Topic(streams.get(0), symbol));
  }

  /** The symbols that are wanted. */
  List<String> symbols() {
    return topics.all().stream().map(Topic::symbol).distinct().toList();
  }

  void onOpen(Line open, long now) {
    line = open;
    keepAliveDue = false;
    dialogue.onOpen();
    messages.reset(now);
    requests.reset(now);
    topics.onOpen(now);
    for (String greeting : dialogue.greeting(setup.symbols())) {
      messages.take(now);
      requests.take(now);
      say(greeting);
    }
  }

  void onClosed() {
    line = null;
  }

  /** Something should be heard from the venue soon. */
  void askForSign() {
    keepAliveDue = true;
  }

  /** Says what is due and allowed; false when the venue doesn't take what was said before. */
  boolean speak(long now) {
    boolean taken = true;
    while (taken && line != null && hasMore(now) && messages.take(now)) {
      taken = sayNext(now);
    }
    return taken;
  }

  private boolean hasMore(long now) {
    boolean asks = topics.leaves() || topics.count(Topics.Stage.UNSENT) > 0;
    return keepAliveDue || (asks && requests.allows(now));
  }

  private boolean sayNext(long now) {
    if (keepAliveDue) {
      keepAliveDue = false;
      String text = dialogue.keepAlive();
      return text == null ? ping() : say(text);
    }
    requests.take(now);
    int most = dialogue.limits().batch();
    List<Topic> leaving = topics.nextToLeave(most);
    if (!leaving.isEmpty()) { // first: a topic that is renewed is left before it is asked for
      return say(dialogue.unsubscribe(leaving.get(0).stream(), symbols(leaving)));
    }
    List<Topic> next = topics.nextToSend(most, now);
    return say(dialogue.subscribe(next.get(0).stream(), symbols(next)));
  }

  private static List<String> symbols(List<Topic> topics) {
    return topics.stream().map(Topic::symbol).toList();
  }

  private boolean ping() {
    if (line != null) {
      line.ping();
    }
    return true;
  }

  private boolean say(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    sent.onSent(bytes, 0, bytes.length, clock.micros());
    return line != null && line.send(text);
  }

  /** The venue answered; returns the symbols whose books are now followed. */
  List<String> onReply(Reply reply, long now) {
    if (reply instanceof Reply.Accepted accepted) {
      topics.onAccepted(accepted.topics(), now);
      accepted.topics().forEach(refusals::remove);
      return accepted.topics().stream()
          .filter(topic -> dialogue.isBook(topic.stream()) && topics.all().contains(topic))
          .map(Topic::symbol)
          .toList();
    }
    if (reply instanceof Reply.Refused answer) {
      Reason reason = new Reason(answer.reason());
      refusals.add(topics.onRefused(answer.topics(), reason, now), reason.text());
    } else if (reply instanceof Reply.Failed answer) {
      Reason reason = new Reason(answer.reason());
      refusals.add(topics.onFailed(reason, answer.whole(), now), reason.text());
    }
    return List.of();
  }

  /** Gives up on what the venue doesn't answer, and asks again in time. */
  void checkAnswers(long now) {
    topics.retry(now);
    if (now - topics.progress() >= ANSWER_NANOS) { // others may have to wait for an hour's budget
      refusals.add(topics.giveUp(now), Refusals.NO_ANSWER);
    }
  }

  /** Subscribes to the symbol's book anew, in its turn; false when it isn't subscribed to. */
  boolean renew(String symbol) {
    boolean renewed = books(symbol).anyMatch(topics::renew);
    if (renewed) {
      counters.resubscribes.increment();
    }
    return renewed;
  }

  /** Whether the book of that symbol waits to be asked for. */
  boolean asksForBook(String symbol) {
    return books(symbol).anyMatch(topics::unsent);
  }

  /** Whether the book of that symbol should come. */
  boolean awaitsBook(String symbol) {
    return books(symbol).anyMatch(topic -> topics.all().contains(topic) && !refusals.holds(topic));
  }

  /** Whether the venue said that it doesn't grant the book of that symbol. */
  boolean refusesBook(String symbol) {
    return books(symbol).anyMatch(refusals::wasSaid);
  }

  private Stream<Topic> books(String symbol) {
    return streams.stream().filter(dialogue::isBook).map(stream -> new Topic(stream, symbol));
  }

  boolean settled() {
    return topics.settled();
  }

  int granted() {
    return topics.count(Topics.Stage.GRANTED);
  }

  int size() {
    return topics.size();
  }

  /** What the venue refused, in a few words; empty when nothing. */
  String refusals() {
    return refusals.toString();
  }
}
