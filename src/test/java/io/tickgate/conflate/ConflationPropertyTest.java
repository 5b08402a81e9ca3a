package io.tickgate.conflate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.BarInterval;
import io.tickgate.market.BookChange;
import io.tickgate.market.BookReset;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.PriceLevel;
import io.tickgate.market.Quote;
import io.tickgate.market.Side;
import io.tickgate.market.Symbol;
import io.tickgate.market.Tick;
import io.tickgate.market.Trade;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the interleaving of ticks, subscribes, slow reads and reconnects, each client gets what
 * the protocol promises.
 */
class ConflationPropertyTest {
  private static final int STEPS = 20_000;
  private static final int[] DEPTHS = {1, 5, 10, 25, 100};
  private static final int[] INTERVALS = {0, 0, 0, 50, 100, 250, 1_000};

  /** Small logs, so that clients fall out of them. */
  private static final BookLimits LIMITS = new BookLimits(100, 1_000, 64, 32, 16, 10_000);

  private final VirtualTime time = new VirtualTime();
  private final Books books = new Books(LIMITS, InstantSource.system());
  private final Feed feed = books.addFeed("test");
  private final List<Symbol> symbols =
      List.of(Symbol.of("test:A"), Symbol.of("test:B"), Symbol.of("test:C"));
  private final List<Client> clients = new ArrayList<>();
  private final Wheel wheel = new Wheel(time, time);
  private Random random = new Random();
  private long ts = 1_700_000_000_000_000L;
  private long events;

  /** A client, its conflator, and how it reads. */
  private final class Client {
    final ModelClient model;
    Conflator conflator = new Conflator(wheel, false, this::read);
    boolean reading = true;

    Client(String name) {
      model = new ModelClient(name);
    }

    void read() {
      if (reading) {
        model.room = 1 + random.nextInt(20);
        conflator.drain(model);
      }
    }

    void readAll() {
      while (conflator.due()) {
        model.room = 1_000;
        conflator.drain(model);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void keepsItsPromises(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      clients.add(new Client("seed " + seed + " client " + i));
    }
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    for (Client client : clients) {
      client.reading = true;
      client.readAll();
    }
    time.advance(5_000);
    long delivered = 0;
    long gaps = 0;
    long flushed = 0;
    for (Client client : clients) {
      client.readAll();
      client.model.checkConverged();
      delivered += client.model.delivered;
      gaps += client.model.gaps;
      flushed += client.model.flushedBeforeTrade;
    }
    // the run has really met what it is about
    assertTrue(delivered > 5_000, "seed " + seed + ": delivered only " + delivered);
    assertTrue(gaps > 0, "seed " + seed + ": no client fell out of a log");
    assertTrue(flushed > 100, "seed " + seed + ": no trade had something before it");
  }

  private void step() {
    int dice = random.nextInt(100);
    Client client = clients.get(random.nextInt(clients.size()));
    if (dice < 70) {
      tick();
    } else if (dice < 85) {
      client.read();
    } else if (dice < 90) {
      time.advance(random.nextInt(200));
    } else if (dice < 94) {
      subscribe(client);
    } else if (dice < 96) {
      unsubscribe(client);
    } else if (dice < 99) {
      client.reading = !client.reading;
    } else {
      reconnect(client);
    }
  }

  private void tick() {
    int burst = random.nextInt(20) == 0 ? 100 : 1;
    for (int i = 0; i < burst; i++) {
      apply(randomTick());
    }
  }

  private void apply(Tick tick) {
    feed.apply(tick);
    events++;
    SymbolBook book = books.find(tick.symbol().name());
    for (Client client : clients) {
      SymbolCursors cursors = client.conflator.cursors(book);
      if (cursors != null) {
        client.conflator.mark(cursors, 31); // as a shard would that was rung for everything
        if (random.nextInt(3) == 0) {
          client.read();
        }
      }
    }
  }

  private Tick randomTick() {
    Symbol symbol = symbols.get(random.nextInt(symbols.size()));
    ts += random.nextInt(300_000);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> {
        long late = random.nextInt(10) == 0 ? random.nextInt(20_000_000) : 0;
        yield new Trade(symbol, ts - late, ts, price(), size(), Side.BUY, "t" + events);
      }
      case 3, 4, 5 -> new Quote(symbol, ts, ts, price(), size(), price(), size());
      case 6 -> change(symbol, true, 1 + random.nextInt(120));
      default ->
          random.nextInt(30) == 0
              ? new BookReset(symbol, ts, ts, "test")
              : change(symbol, false, 1 + random.nextInt(6));
    };
  }

  private Tick change(Symbol symbol, boolean snapshot, int levels) {
    List<PriceLevel> bids = new ArrayList<>();
    List<PriceLevel> asks = new ArrayList<>();
    for (int i = 0; i < levels; i++) {
      boolean gone = !snapshot && random.nextInt(3) == 0;
      PriceLevel level = new PriceLevel(price(), gone ? Decimal.ZERO : size());
      (random.nextBoolean() ? bids : asks).add(level);
    }
    return new BookChange(symbol, ts, ts, snapshot, bids, asks, 0, null);
  }

  private Decimal price() {
    return Decimal.of(10_000 + random.nextInt(150), 2);
  }

  private Decimal size() {
    return Decimal.of(1 + random.nextInt(1_000), 3);
  }

  private void subscribe(Client client) {
    Channel channel = Channel.values()[random.nextInt(5)];
    SymbolBook book = books.find(symbols.get(random.nextInt(symbols.size())).name());
    if (book != null) {
      long from = channel == Channel.TRADE && random.nextInt(4) == 0 ? resumable(book) : -1;
      subscribe(client, book, channel, from);
    }
  }

  private long resumable(SymbolBook book) {
    return random.nextInt((int) book.trades().head() + 1);
  }

  private void subscribe(Client client, SymbolBook book, Channel channel, long from) {
    Mode mode = random.nextBoolean() ? Mode.ALL : Mode.CONFLATED;
    Terms terms =
        new Terms(
            channel,
            mode,
            INTERVALS[random.nextInt(INTERVALS.length)],
            random.nextInt(5) > 0,
            channel == Channel.BOOK ? DEPTHS[random.nextInt(DEPTHS.length)] : 0,
            channel == Channel.BAR ? BarInterval.values()[random.nextInt(5)] : null,
            0,
            -1L,
            from,
            false);
    client.model.subscribed(client.conflator.subscribe(book, terms, terms.from()));
  }

  private void unsubscribe(Client client) {
    Channel channel = Channel.values()[random.nextInt(5)];
    SymbolBook book = books.find(symbols.get(random.nextInt(symbols.size())).name());
    if (book != null) {
      client.conflator.unsubscribe(book, channel);
      client.model.unsubscribed(book, channel);
    }
  }

  /** A new connection that subscribes to trades again from where the old one was. */
  private void reconnect(Client client) {
    List<SymbolBook> known = new ArrayList<>(books.symbols());
    List<Long> seen = new ArrayList<>();
    known.forEach(book -> seen.add(client.model.lastTrade(book)));
    client.model.disconnected();
    client.conflator = new Conflator(wheel, false, client::read);
    for (int i = 0; i < known.size(); i++) {
      if (seen.get(i) >= 0) {
        subscribe(client, known.get(i), Channel.TRADE, seen.get(i));
      }
    }
  }
}
