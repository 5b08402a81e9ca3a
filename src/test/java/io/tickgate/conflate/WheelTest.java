package io.tickgate.conflate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.book.SymbolBook;
import io.tickgate.market.Channel;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WheelTest {
  private static final int QUOTE = Channel.QUOTE.bit();

  private final VirtualTime time = new VirtualTime();
  private final List<Long> timers = new ArrayList<>(); // when each one is due
  private final Wheel wheel =
      new Wheel(
          (task, delay) -> {
            timers.add(time.nowMillis() + delay);
            time.schedule(task, delay);
          },
          time);
  private final Feed feed;
  private final Books books = new Books(BookLimits.defaults(), InstantSource.system());
  private final List<String> due = new ArrayList<>();

  WheelTest() {
    feed = books.addFeed("feed");
  }

  /** One client that reads quotes of one symbol. */
  private final class Client {
    private final Conflator conflator;
    private final SymbolCursors cursors;

    Client(String symbol, int intervalMillis) {
      quote(symbol);
      SymbolBook book = Objects.requireNonNull(books.find(symbol));
      conflator = new Conflator(wheel, false, () -> due.add(symbol + "@" + time.nowMillis()));
      Terms all = Terms.defaults(Channel.QUOTE);
      Terms terms =
          new Terms(Channel.QUOTE, all.mode(), intervalMillis, true, 0, null, 0, -1, -1, false);
      conflator.subscribe(book, terms, -1);
      cursors = Objects.requireNonNull(conflator.cursors(book));
      drain();
    }

    void drain() {
      conflator.drain(new Swallow());
    }

    void mark() {
      conflator.mark(cursors, QUOTE);
    }
  }

  private void quote(String symbol) {
    Decimal one = Decimal.parse("1");
    feed.apply(new Quote(Symbol.of(symbol), 1, 1, one, one, one, one));
  }

  private static final class Swallow implements Emitter {
    @Override
    public void symbol() {}

    @Override
    public void snapshot(Cursor cursor, io.tickgate.book.Version version) {}

    @Override
    public void update(
        Cursor cursor,
        io.tickgate.book.Version version,
        long prev,
        io.tickgate.book.@org.jspecify.annotations.Nullable Version base) {}

    @Override
    public void gap(Cursor cursor, long from, long to) {}

    @Override
    public boolean full() {
      return false;
    }
  }

  @Test
  void beatsOnWholeMultiplesOfTheInterval() {
    Client client = new Client("v:a", 250);
    time.advance(1);
    client.mark();
    assertFalse(client.conflator.due());
    time.advance(248);
    assertEquals(List.of(), due);
    time.advance(1);
    assertEquals(List.of("v:a@1000250"), due);
    assertTrue(client.conflator.due());
  }

  /** What comes on a beat waits for the next: a whole interval at most. */
  @Test
  void waitsAWholeIntervalOnABeat() {
    Client client = new Client("v:a", 250);
    client.mark();
    time.advance(250);
    assertEquals(List.of("v:a@1000250"), due);
  }

  @Test
  void hasOneTimerForAllCursorsOfAnInterval() {
    Client a = new Client("v:a", 100);
    Client b = new Client("v:b", 100);
    Client c = new Client("v:c", 250);
    time.advance(30);
    a.mark();
    b.mark();
    a.mark();
    c.mark();
    assertEquals(List.of(1_000_100L, 1_000_250L), timers);
    time.advance(70);
    assertEquals(List.of("v:a@1000100", "v:b@1000100"), due);
    time.advance(150);
    assertEquals(List.of("v:a@1000100", "v:b@1000100", "v:c@1000250"), due);
  }

  @Test
  void endsAfterABeatForWhichNobodyWaited() {
    Client client = new Client("v:a", 100);
    client.mark();
    time.advance(100);
    client.drain();
    assertEquals(2, timers.size());
    time.advance(10_000);
    assertEquals(2, timers.size());
    client.mark();
    assertEquals(3, timers.size());
    assertEquals(1_010_200L, timers.get(2));
  }

  @Test
  void aCursorThatIsGoneIsNotTold() {
    Client client = new Client("v:a", 100);
    client.mark();
    client.conflator.unsubscribe(client.cursors.book(), Channel.QUOTE);
    time.advance(1_000);
    assertEquals(List.of(), due);
    assertEquals(2, timers.size());
  }

  /** The beats of the others go on when one client's turn fails. */
  @Test
  void oneThatFailsDoesNotStopTheBeat() {
    Client failing = new Client("v:a", 100);
    Client other = new Client("v:b", 100);
    Conflator broken =
        new Conflator(
            wheel,
            false,
            () -> {
              throw new IllegalStateException("on purpose");
            });
    Cursor cursor = Objects.requireNonNull(failing.cursors.cursor(Channel.QUOTE));
    broken.subscribe(failing.cursors.book(), cursor.terms(), -1);
    broken.drain(new Swallow());
    SymbolCursors cursors = Objects.requireNonNull(broken.cursors(failing.cursors.book()));
    for (int beat = 0; beat < 3; beat++) {
      broken.mark(cursors, QUOTE);
      other.mark();
      try {
        time.advance(100);
      } catch (IllegalStateException e) {
        assertEquals("on purpose", e.getMessage());
      }
      time.advance(0);
      broken.drain(new Swallow());
      other.drain();
    }
    assertEquals(List.of("v:b@1000100", "v:b@1000200", "v:b@1000300"), due);
  }

  /** Against a sorted map of the beats that are waited for. */
  @Test
  void tellsEachClientAtTheNextBeatAfterItsNews() {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      WheelTest fresh = new WheelTest();
      List<Client> clients = new ArrayList<>();
      int[] intervals = {10, 100, 250, 1_000, 60_000};
      for (int i = 0; i < 12; i++) {
        clients.add(fresh.new Client("v:" + i, intervals[random.nextInt(intervals.length)]));
      }
      TreeMap<String, Long> waits = new TreeMap<>();
      for (int step = 0; step < 300; step++) {
        Client client = clients.get(random.nextInt(clients.size()));
        long now = fresh.time.nowMillis();
        String name = client.cursors.book().symbol().name();
        Cursor cursor = Objects.requireNonNull(client.cursors.cursor(Channel.QUOTE));
        long interval = cursor.terms().intervalMillis();
        client.mark();
        waits.putIfAbsent(name, (now / interval + 1) * interval);
        fresh.due.clear();
        long forward = random.nextInt(random.nextInt(20) == 0 ? 30_000 : 200);
        fresh.time.advance(forward);
        List<String> expected = new ArrayList<>();
        waits.forEach((each, at) -> expected.add(each + "@" + at));
        expected.removeIf(each -> Long.parseLong(each.split("@", -1)[1]) > now + forward);
        waits.values().removeIf(at -> at <= now + forward);
        expected.sort(null);
        fresh.due.sort(null);
        assertEquals(expected, fresh.due, "seed " + seed + " step " + step);
        clients.forEach(Client::drain);
      }
    }
  }
}
