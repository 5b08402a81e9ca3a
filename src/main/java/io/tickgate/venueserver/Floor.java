package io.tickgate.venueserver;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.tickgate.adapter.FrameListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the source and the clients meet: keeps the books, gives each frame to those who subscribed.
 * Everything runs on the loop.
 */
final class Floor {
  private static final Logger LOG = Logger.getLogger(Floor.class);

  private final VenueServerSettings settings;
  private final Dialect dialect;
  private final Catalogue catalogue;
  private final Faults faults;
  private final EventExecutor loop;
  private final Start start;
  private final ServedBooks books = new ServedBooks();
  private final VenueCounters counters = new VenueCounters();
  private final DepthDesk desk;
  private final Set<Client> clients = new LinkedHashSet<>();
  private final Map<Topic, VenueFrame> last = new HashMap<>(); // of topics without a book
  private boolean hushed; // the source is on its way elsewhere

  Floor(
      VenueServerSettings settings,
      Dialect dialect,
      Catalogue catalogue,
      Faults faults,
      Start start) {
    this.settings = settings;
    this.dialect = dialect;
    this.catalogue = catalogue;
    this.faults = faults;
    this.loop = start.loop();
    this.start = start;
    desk = new DepthDesk(dialect, books, catalogue, loop);
  }

  /** Hears the decoder's ticks. */
  ServedBooks books() {
    return books;
  }

  DepthDesk desk() {
    return desk;
  }

  Dialect dialect() {
    return dialect;
  }

  VenueCounters counters() {
    return counters;
  }

  /** Whether another client may enter; counts those who may not. */
  boolean admits() {
    boolean admitted = clients.size() < settings.maxClients();
    counters.refused.add(admitted ? 0 : 1);
    return admitted;
  }

  /** Whether every client takes what it gets. */
  boolean hasRoom() {
    for (Client client : clients) {
      if (!client.hasRoom()) {
        return false;
      }
    }
    return true;
  }

  /** Those who take nothing have held up the others long enough. */
  void cutThoseWithoutRoom() {
    for (Client client : List.copyOf(clients)) {
      if (!client.hasRoom()) {
        cutSlow(client);
      }
    }
  }

  void enter(Client client, String uri) {
    clients.add(client);
    dialect.onConnect(client, uri);
  }

  void leave(Client client) {
    clients.remove(client);
  }

  void onText(Client client, String text) {
    dialect.onText(client, text);
  }

  /** False when the client said more than the venue allows; it is disconnected then. */
  boolean mayTalk(Client client) {
    int limit = settings.limitRequests() ? dialect.requestsPerSecond() : Integer.MAX_VALUE;
    if (client.countRequest(System.nanoTime(), limit)) {
      return true;
    }
    counters.talkative.increment();
    client.close(1008, "Too many requests");
    return false;
  }

  void onBeat() {
    long now = System.nanoTime();
    for (Client client : List.copyOf(clients)) {
      dialect.onBeat(client, now);
    }
  }

  /** A subscription was acknowledged. */
  void begin(Client client, Topic topic, String name) {
    start.request();
    ServedBook book = books.live(topic.symbol());
    boolean snapshot = book != null && dialect.snapshot(topic, name, book) != null;
    if (snapshot && faults.due(Fault.SLOW_SNAPSHOT)) {
      tellLate(client, topic, name);
    } else {
      tell(client, topic, name);
    }
  }

  /** The same, and what is known needn't be told. */
  void beginUntold() {
    start.request();
  }

  private void tell(Client client, Topic topic, String name) {
    ServedBook book = books.live(topic.symbol());
    byte[] snapshot = book == null ? null : dialect.snapshot(topic, name, book);
    VenueFrame known = last.get(topic);
    byte[] said = snapshot == null && known != null ? dialect.recall(known) : snapshot;
    if (said != null) {
      client.say(said);
    }
  }

  private void tellLate(Client client, Topic topic, String name) {
    client.pause(topic);
    Runnable late =
        () -> {
          client.resume(topic);
          if (client.subscriptions.names(topic).contains(name)) {
            tell(client, topic, name);
          }
        };
    Future<?> unused =
        loop.schedule(late, settings.slowSnapshot().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Answers a request by REST, later than it should when that is on order. */
  void ask(DepthQuery query, Consumer<HttpAnswer> asker) {
    if (query.fault() != null || !faults.due(Fault.SLOW_SNAPSHOT)) {
      desk.ask(query, asker);
      return;
    }
    long millis = settings.slowSnapshot().toMillis();
    desk.ask(
        query,
        answer -> {
          Future<?> unused =
              loop.schedule(() -> asker.accept(answer), millis, TimeUnit.MILLISECONDS);
        });
  }

  /** The source holds this frame now. */
  void onFrame(FrameListener decoder, byte[] bytes, long rx) {
    VenueFrame frame = read(bytes);
    decoder.onFrame(bytes, 0, bytes.length, rx);
    if (frame == null) {
      return;
    }
    if (frame.topic().channel().isEmpty()) {
      answered(frame, 0);
      return;
    }
    catalogue.add(frame.topic().symbol());
    if (!catalogue.holds(frame.topic().symbol())) {
      return; // one too many: its book isn't kept
    }
    ServedBook book = books.book(frame.topic().symbol());
    book.reach(frame.number());
    if (frame.kind() == VenueFrame.Kind.OTHER) {
      last.put(frame.topic(), frame);
    }
    publish(frame, book);
  }

  /** The source holds this REST answer now. */
  void onAnswer(FrameListener decoder, String url, byte[] bytes, long rx) {
    books.takeSnapshotOf();
    decoder.onAnswer(url, bytes, 0, bytes.length, rx);
    VenueFrame frame = read(bytes);
    DepthQuery query = dialect.depthQuery(url);
    if (frame != null) {
      answered(frame, query == null ? 0 : query.limit());
    }
  }

  private void answered(VenueFrame snapshot, int limit) {
    String symbol = books.takeSnapshotOf();
    if (symbol != null) {
      books.book(symbol).reach(snapshot.number());
      desk.onSnapshot(symbol, snapshot.bytes(), limit);
    }
  }

  /** The source goes elsewhere: what it says on its way makes books and is heard by nobody. */
  void onRewind() {
    startOver();
    hushed = true;
  }

  /**
   * The source starts over, as a venue does that was restarted: so do the clients. After a rewind
   * the books are what was heard since, and who came meanwhile has heard nothing of it.
   */
  void onRestart() {
    if (hushed) {
      hushed = false;
      closeAll(1012, "Service Restart");
    } else {
      startOver();
    }
  }

  private void startOver() {
    books.restart();
    last.clear();
    desk.restart();
    closeAll(1012, "Service Restart");
  }

  private void closeAll(int code, String reason) {
    for (Client client : List.copyOf(clients)) {
      client.close(code, reason);
    }
  }

  /** Ends all connections; the server stops. */
  void close() {
    closeAll(1001, "Going Away");
  }

  void maintain(Client client) {
    dialect.sayMaintenance(client);
    client.close(1012, "Service Restart");
  }

  /** Whether somebody follows that book, or any when it is null, and hasn't asked for it yet. */
  boolean expectsQuestion(@Nullable String symbol) {
    return !desk.wasAsked(symbol)
        && clients.stream()
            .flatMap(client -> client.subscriptions.all().stream())
            .map(Subscriptions.Entry::topic)
            .anyMatch(
                topic ->
                    topic.channel().equals("depth")
                        && (symbol == null || topic.symbol().equals(symbol)));
  }

  void onWritten(Client client) {
    if (!settings.flowControlled() && client.waiting() > settings.outputLimit()) {
      cutSlow(client);
    }
  }

  private void cutSlow(Client client) {
    LOG.warnf("venue client cut reason=slow waiting=%d", client.waiting());
    counters.slow.increment();
    leave(client);
    client.cut();
  }

  private @Nullable VenueFrame read(byte[] bytes) {
    try {
      return dialect.read(bytes);
    } catch (IOException | IllegalArgumentException e) {
      return null; // recorded as broken as it is; the decoder counts it
    }
  }

  private void publish(VenueFrame frame, ServedBook book) {
    List<Client> receivers = new ArrayList<>();
    for (Client client : clients) {
      if (!client.subscriptions.names(frame.topic()).isEmpty() && !client.paused(frame.topic())) {
        receivers.add(client);
      }
    }
    if (receivers.isEmpty() || hushed) {
      return;
    }
    if (frame.kind() == VenueFrame.Kind.SNAPSHOT && faults.due(Fault.SLOW_SNAPSHOT)) {
      for (Client client : receivers) {
        List.copyOf(client.subscriptions.names(frame.topic()))
            .forEach(name -> tellLate(client, frame.topic(), name));
      }
    } else {
      deliver(frame, book, receivers);
    }
  }

  /** A fault befalls only what somebody gets: a change below his depth is none to him. */
  private void deliver(VenueFrame frame, ServedBook book, List<Client> receivers) {
    List<Delivery> deliveries = new ArrayList<>();
    for (Client client : receivers) {
      for (String name : List.copyOf(client.subscriptions.names(frame.topic()))) {
        byte[] message = dialect.wording(frame, name, client, book);
        if (message != null) {
          deliveries.add(new Delivery(client, message));
        }
      }
    }
    if (!deliveries.isEmpty()) {
      Fault fault = faults.of(frame.kind(), Checksums.in(frame.bytes()));
      deliveries.forEach(each -> each.client().deliver(frame.topic(), each.message(), fault));
    }
  }

  private record Delivery(Client client, byte[] message) {}
}
