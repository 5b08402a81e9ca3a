package io.tickgate.adapter.live;

import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.venue.Dialogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that each book of a session gets its snapshot: first, after a gap, and in time where
 * nothing else proves it; by REST or by another subscription, whichever the venue has. The feed's
 * thread.
 */
final class BookDesk implements SnapshotRequests.Desk {
  private static final Logger LOG = Logger.getLogger(BookDesk.class);

  private final SessionSetup setup;
  private final SessionContext context;
  private final Dialogue dialogue;
  private final Conversation conversation;
  private final FrameListener decoder;
  private final String restUrl;
  private final SnapshotRequests snapshots;
  private final Renewals renewals = new Renewals();
  private final Set<String> awaited = new HashSet<>(); // without a snapshot on this connection

  BookDesk(
      SessionSetup setup,
      SessionContext context,
      Conversation conversation,
      FrameListener decoder) {
    this.setup = setup;
    this.context = context;
    this.dialogue = setup.dialogue();
    this.conversation = conversation;
    this.decoder = decoder;
    this.restUrl = setup.settings().restUrl().orElse(dialogue.restUrl());
    this.snapshots = context.snapshots();
  }

  /** A new connection: the books of all symbols are to come. */
  void onOpen() {
    snapshots.reset(this);
    renewals.reset();
    awaited.clear();
    conversation.symbols().forEach(this::await);
  }

  /** The connection is gone. */
  void onClosed() {
    snapshots.reset(this);
  }

  /** That symbol is subscribed to; its book should come. */
  void await(String symbol) {
    if (conversation.awaitsBook(symbol)) {
      awaited.add(symbol);
    }
  }

  /** It isn't wanted any more. */
  void remove(String symbol) {
    awaited.remove(symbol);
    renewals.remove(symbol);
    snapshots.remove(this, symbol);
  }

  /** The venue sends changes of these books from now on. */
  void onGranted(List<String> symbols) {
    for (String symbol : symbols) {
      if (awaited.contains(symbol) && asksByRest(symbol)) {
        snapshots.add(this, symbol);
      }
    }
  }

  /** A decoder needs that book anew. */
  void resync(String symbol) {
    if (!conversation.wants(symbol)) {
      return;
    }
    if (asksByRest(symbol)) {
      snapshots.add(this, symbol);
    } else {
      renewals.add(symbol, context.clock().nanos());
    }
  }

  private boolean asksByRest(String symbol) {
    return dialogue.snapshotUrl(restUrl, symbol) != null;
  }

  /**
   * A book's snapshot was handed on.
   *
   * @param held whether it is what the venue itself says it is
   */
  void onBook(String symbol, boolean held) {
    if (held) {
      awaited.remove(symbol);
      renewals.onSnapshot(symbol, context.clock().nanos());
    } else {
      renewals.onBadSnapshot(symbol, context.clock().nanos());
    }
  }

  /** Whether no first snapshot is awaited any more. */
  boolean complete() {
    awaited.removeIf(symbol -> !conversation.awaitsBook(symbol));
    return awaited.isEmpty();
  }

  /** Does what is due; returns a symbol of which no snapshot comes any more, or null. */
  @Nullable String tick(long now) {
    long maxAge = setup.settings().renewMillis() * 1_000_000L;
    String aged = dialogue.provesBooks() ? null : renewals.aged(now, maxAge);
    if (aged != null) {
      renewals.add(aged, now); // not by REST: what comes is older than the last change, so ignored
    }
    renewals.queue(now, conversation::renew);
    renewals.sent(now, conversation::asksForBook);
    snapshots.tick(now);
    return overdue(now);
  }

  private @Nullable String overdue(long now) {
    String overdue = renewals.overdue(now);
    if (overdue != null && (asksByRest(overdue) || conversation.refusesBook(overdue))) {
      renewals.remove(overdue); // another connection wouldn't bring it sooner
      return null;
    }
    return overdue;
  }

  @Override
  public String url(String symbol) {
    return String.valueOf(dialogue.snapshotUrl(restUrl, symbol));
  }

  @Override
  public void onSnapshot(String url, byte[] body) {
    decoder.onAnswer(url, body, 0, body.length, context.clock().micros());
  }

  @Override
  public void onSnapshotFailed(String symbol, String reason) {
    if (context.logRate().allows(context.clock().nanos())) {
      LOG.warnf("no snapshot feed=%s symbol=%s reason=%s", setup.name(), symbol, reason);
    }
  }
}
