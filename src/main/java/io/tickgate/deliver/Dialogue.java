package io.tickgate.deliver;

import io.tickgate.conflate.Mode;
import io.tickgate.conflate.Terms;
import io.tickgate.deliver.edge.TokenBucket;
import io.tickgate.market.Channel;
import io.tickgate.market.Glob;
import io.tickgate.wire.ClientMessage;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import io.tickgate.wire.RequestFault;
import io.tickgate.wire.ServerMessages.Granted;
import io.tickgate.wire.ServerMessages.Refused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one session, each with one ack or error before the data it causes. */
final class Dialogue {
  /** That many bad messages in a row are no mistake any more. */
  private static final int MAX_BAD_IN_A_ROW = 10;

  /** A client may be that many messages over its rate before it counts as flooding. */
  private static final int MAX_OVER_RATE = 200;

  /** As many names matched against globs cost about what the other work of a request does. */
  private static final long WORK_OF_A_MESSAGE = 10_000;

  /** Longer ones are refused without a look at their id, which would be most of the work. */
  private static final int MAX_LOOKED_AT = 1_024;

  private final Session session;
  private final TokenBucket rate;
  private final HeldRequests held = new HeldRequests();
  private int badInARow;
  private int unsupportedInARow; // of the wrong kind, text or binary
  private int overRate;

  Dialogue(Session session) {
    this.session = session;
    int perSecond = session.context().limits().messagesPerSecond();
    // twice the rate at once: a page that opens subscribes to many things in one go
    this.rate = new TokenBucket(perSecond, perSecond * 2.0, session.fanout().nowMillis());
    session.login().onChecked(this::goOn);
  }

  /** A message, binary or text. */
  void onMessage(byte[] message, boolean binary) {
    if (session.closed() || !withinRate(message)) {
      return;
    }
    if (!session.login().checking()) {
      read(message, binary);
    } else if (!held.offer(message, binary)) {
      String text = "more requests than are held back while a token is checked";
      tell(ClientMessage.NO_ID, ErrorCode.RATE_LIMITED, text, 1_000);
    }
  }

  /** What came while a token was checked, until the next token. */
  private void goOn() {
    while (!session.closed() && !session.login().checking() && !held.isEmpty()) {
      HeldRequests.Request next = held.remove();
      read(next.message(), next.binary());
    }
  }

  private void tell(long id, ErrorCode code, String text, long retryAfterMillis) {
    session.context().stats().errors(code).increment();
    session.control(session.say().error(id, code, text, retryAfterMillis));
  }

  private void read(byte[] message, boolean binary) {
    if (binary != session.encoding().binary()) {
      String kind = session.encoding().binary() ? "binary" : "text";
      String text = session.encoding().subprotocol() + " speaks in " + kind + " messages";
      fault(new RequestFault(ErrorCode.UNSUPPORTED_DATA, ClientMessage.NO_ID, text));
      return;
    }
    if (message.length > session.context().limits().messageBytes()) {
      int most = session.context().limits().messageBytes();
      fault(
          new RequestFault(
              ErrorCode.MESSAGE_TOO_BIG,
              ClientMessage.NO_ID,
              message.length + " bytes are more than " + most));
      return;
    }
    try {
      ClientMessage read = session.encoding().read(message);
      badInARow = 0;
      unsupportedInARow = 0;
      long before = session.subscriptions().work();
      answer(read);
      // not what the node did for the session meanwhile
      long work = session.subscriptions().work() - before + session.login().takeWork();
      rate.take(work / WORK_OF_A_MESSAGE, session.fanout().nowMillis());
    } catch (RequestFault e) {
      fault(e);
    }
  }

  private boolean withinRate(byte[] message) {
    session.context().stats().requests.increment();
    long now = session.fanout().nowMillis();
    if (rate.tryTake(now)) {
      overRate = Math.max(0, overRate - 1); // not 0: a flood too gets its rate
      return true;
    }
    session.context().stats().errors(ErrorCode.RATE_LIMITED).increment();
    if (++overRate > MAX_OVER_RATE) {
      session.close(CloseCode.FLOODING);
    } else {
      String text = "more than " + session.context().limits().messagesPerSecond() + " messages/s";
      long wait = rate.waitMillis(now);
      long id =
          message.length > MAX_LOOKED_AT ? ClientMessage.NO_ID : session.encoding().id(message);
      session.control(session.say().error(id, ErrorCode.RATE_LIMITED, text, wait));
    }
    return false;
  }

  private void fault(RequestFault fault) {
    session.context().stats().errors(fault.code()).increment();
    session.control(session.say().error(fault));
    badInARow++;
    unsupportedInARow += fault.code() == ErrorCode.UNSUPPORTED_DATA ? 1 : 0;
    if (badInARow >= MAX_BAD_IN_A_ROW) {
      // who never spoke the agreed kind isn't a client with a fault in it (RFC 6455 section 7.4.1)
      session.close(
          unsupportedInARow == badInARow
              ? CloseCode.UNSUPPORTED_DATA
              : CloseCode.TOO_MANY_BAD_MESSAGES);
    }
  }

  private void answer(ClientMessage message) throws RequestFault {
    if (message instanceof ClientMessage.Auth auth) {
      session.login().auth(auth);
    } else if (!session.login().known()) {
      tell(message.id(), ErrorCode.UNAUTHORIZED, "op: auth comes first", -1);
    } else if (message instanceof ClientMessage.Subscribe subscribe) {
      subscribe(subscribe);
    } else if (message instanceof ClientMessage.Unsubscribe unsubscribe) {
      unsubscribe(unsubscribe);
    } else if (message instanceof ClientMessage.ListAll list) {
      List<Granted> items =
          session.subscriptions().all().stream().map(Subscription::granted).toList();
      session.control(session.say().subscriptions(list.id(), items));
    } else if (message instanceof ClientMessage.Ping ping) {
      long now = session.context().clock().millis() * 1_000;
      session.control(session.say().pong(ping.id(), now));
    } else if (message instanceof ClientMessage.Pause pause) {
      session.pause(true);
      session.control(session.say().ack(pause.id(), "pause", count()));
    } else if (message instanceof ClientMessage.Resume resume) {
      session.control(session.say().ack(resume.id(), "resume", count()));
      session.pause(false);
    } else if (message instanceof ClientMessage.Configure configure) {
      session.control(session.say().ackConfigure(configure.id(), configure.maxKbps(), count()));
      session.cap(configure.maxKbps());
    }
  }

  private int count() {
    return session.subscriptions().size();
  }

  void subscribe(ClientMessage.Subscribe request) {
    if (session.closed()) {
      return; // of several that one stream is opened with
    }
    Terms terms = terms(request);
    List<Subscription> granted = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    Set<String> symbols = new LinkedHashSet<>(request.symbols());
    int total = count();
    int cursors = session.subscriptions().cursors();
    for (String symbol : symbols) {
      Subscription.Key key = new Subscription.Key(request.channel(), symbol);
      boolean another = !session.subscriptions().holds(key);
      boolean tooMany = another && total >= session.subscriptions().limit();
      Refused no = refusal(key, tooMany);
      Glob glob = Glob.is(symbol) ? new Glob(symbol) : null;
      Subscription wanted = new Subscription(key, terms, glob, terms.intervalMillis(), 0);
      int more = no == null ? session.subscriptions().moreCursors(wanted) : 0;
      if (no == null && more > 0 && cursors + more > session.context().limits().cursors()) {
        no = tooManyCursors(symbol);
      }
      if (no != null) {
        refused.add(no);
        session.context().stats().errors(no.code()).increment();
        continue;
      }
      total += another ? 1 : 0;
      cursors += more;
      granted.add(session.subscriptions().clamped(wanted));
    }
    session.context().stats().subscriptions.addAndGet(total - count());
    // cursors first: what comes after the client has read the ack belongs to the subscription
    granted.forEach(session.subscriptions()::add);
    List<Granted> told = granted.stream().map(session.subscriptions()::begun).toList();
    session.control(session.say().ack(request.id(), "subscribe", told, refused, total));
    session.flush();
  }

  private Refused tooManyCursors(String symbol) {
    int most = session.context().limits().cursors();
    String text = "more than " + most + " symbols in all";
    return new Refused(symbol, ErrorCode.LIMIT_SUBSCRIPTIONS, text);
  }

  private @Nullable Refused refusal(Subscription.Key key, boolean tooMany) {
    String symbol = key.symbol();
    String fault = Glob.fault(symbol);
    if (fault != null) {
      return new Refused(symbol, ErrorCode.BAD_SYMBOL, fault);
    }
    if (!session.subscriptions().allowed(key)) {
      return new Refused(symbol, ErrorCode.FORBIDDEN, "the token doesn't cover it");
    }
    if (!Glob.is(symbol) && !session.context().access().market().known(symbol)) {
      return new Refused(symbol, ErrorCode.UNKNOWN_SYMBOL, "no feed has brought this symbol");
    }
    if (tooMany) {
      int most = session.subscriptions().limit();
      return new Refused(symbol, ErrorCode.LIMIT_SUBSCRIPTIONS, "more than " + most);
    }
    return null;
  }

  private static Terms terms(ClientMessage.Subscribe request) {
    Channel channel = request.channel();
    boolean all =
        channel == Channel.TRADE
            ? !Boolean.FALSE.equals(request.all())
            : Boolean.TRUE.equals(request.all());
    boolean bar = channel == Channel.BAR;
    return new Terms(
        channel,
        all ? Mode.ALL : Mode.CONFLATED,
        request.intervalMillis(),
        request.snapshot(),
        channel == Channel.BOOK ? request.depth() : 0,
        bar ? request.barInterval() : null,
        bar ? request.history() : 0,
        request.fields(),
        request.from(),
        request.changes());
  }

  private void unsubscribe(ClientMessage.Unsubscribe request) {
    List<String> symbols = request.symbols();
    List<Subscription> ended = session.subscriptions().remove(request.channel(), symbols);
    session.context().stats().subscriptions.addAndGet(-ended.size());
    List<Refused> refused = new ArrayList<>();
    if (symbols != null) {
      Set<String> missing = new LinkedHashSet<>(symbols);
      ended.forEach(each -> missing.remove(each.key().symbol()));
      for (String symbol : missing) {
        refused.add(new Refused(symbol, ErrorCode.UNKNOWN_SYMBOL, "not subscribed"));
      }
    }
    List<Granted> told = ended.stream().map(Subscription::granted).toList();
    session.control(session.say().ack(request.id(), "unsubscribe", told, refused, count()));
  }
}
