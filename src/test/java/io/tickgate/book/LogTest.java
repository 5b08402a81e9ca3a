package io.tickgate.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogTest {
  private static final LogBudget PLENTY = new LogBudget(1L << 40);

  @Test
  void keepsTheNewestUpToItsLimit() {
    Log<Long> log = new Log<>(16, new LogBudget(1_000));
    assertNull(log.newest());
    assertEquals(0, log.head());
    assertEquals(0, log.oldest());
    for (long n = 0; n < 100; n++) {
      assertNull(log.get(n));
      log.append(n);
      assertEquals(n + 1, log.head());
      assertEquals(n, log.newest());
      assertEquals(Math.max(0, n - 14), log.oldest());
      for (long i = log.oldest(); i <= n; i++) {
        assertEquals(i, log.get(i), "of " + n);
      }
      assertNull(log.get(n - 16), "of " + n);
    }
    assertNull(log.get(-1));
    assertNull(log.get(Long.MAX_VALUE));
  }

  @Test
  void losesNothingWhileItGrows() {
    Log<Long> log = new Log<>(1_024, PLENTY);
    for (long n = 0; n < 1_023; n++) {
      log.append(n);
      for (long i = 0; i <= n; i++) {
        assertEquals(i, log.get(i), "of " + n);
      }
      assertEquals(0, log.oldest());
    }
  }

  @Test
  void staysShortWhenTheBudgetIsUsedUp() {
    LogBudget budget = new LogBudget(12);
    Log<Long> first = new Log<>(64, budget);
    Log<Long> second = new Log<>(64, budget);
    for (long n = 0; n < 100; n++) {
      first.append(n);
      second.append(n);
    }
    assertEquals(8, budget.used()); // each doubled once; for twice that there are 4 left
    assertEquals(8, lengthOf(first));
    assertEquals(8, lengthOf(second));
    first.release();
    second.release();
    assertEquals(0, budget.used());
  }

  private static int lengthOf(Log<Long> log) {
    return (int) (log.head() - log.oldest() + 1);
  }

  @Test
  void goesOnGrowingWhenThereIsBudgetAgain() {
    LogBudget budget = new LogBudget(8);
    Log<Long> other = new Log<>(8, budget);
    Log<Long> log = new Log<>(16, budget);
    for (long n = 0; n < 20; n++) {
      other.append(n);
    }
    for (long n = 0; n < 20; n++) {
      log.append(n);
    }
    assertEquals(13, log.oldest());
    other.release();
    for (long n = 20; n < 60; n++) {
      log.append(n);
      for (long i = Math.max(13, n - 6); i <= n; i++) {
        assertEquals(i, log.get(i), "of " + n);
      }
    }
    assertEquals(8, lengthOf(log));
  }

  @Test
  void deepensWithWhatItHolds() {
    Log<Long> log = new Log<>(4, PLENTY);
    for (long n = 0; n < 1_000; n++) {
      log.append(n);
    }
    assertEquals(997, log.oldest());
    log.walk(64);
    log.walk(8); // never less
    for (long n = 1_000; n < 1_060; n++) {
      log.append(n);
      for (long i = 997; i <= n; i++) {
        assertEquals(i, log.get(i), "of " + n);
      }
      assertNull(log.get(995));
    }
    for (long n = 1_060; n < 2_000; n++) {
      log.append(n);
    }
    assertEquals(2_000 - 63, log.oldest());
  }

  @Test
  void givesRoomBackWhenNobodyWalksItAnyMore() {
    LogBudget budget = new LogBudget(1_000);
    Log<Long> log = new Log<>(4, budget);
    for (int times = 0; times < 3; times++) {
      log.walk(64);
      log.walk(16);
      for (long n = 0; n < 100; n++) {
        log.append(log.head());
      }
      log.leave();
      log.append(log.head());
      assertEquals(60, budget.used(), "one is left");
      log.leave();
      log.append(log.head());
      assertEquals(0, budget.used());
      long newest = log.head() - 1;
      assertEquals(newest - 2, log.oldest());
      for (long n = newest - 2; n <= newest; n++) {
        assertEquals(n, log.get(n));
      }
      assertNull(log.get(newest - 4));
    }
  }

  @Test
  void replacesWhatIsThereAndNothingElse() {
    Log<String> log = new Log<>(4, PLENTY);
    for (int n = 0; n < 6; n++) {
      log.append("a" + n);
    }
    log.replace(4, "b4");
    log.replace(0, "b0"); // overwritten
    log.replace(2, "b2"); // its place is the next to be written
    log.replace(6, "b6"); // not there yet
    assertEquals(List.of("a3", "b4", "a5"), List.of(log.get(3), log.get(4), log.get(5)));
    assertNull(log.get(6));
    log.append("a6");
    assertEquals("a6", log.get(6));
    assertEquals("b4", log.get(4));
  }

  /** A mark of a symbol with a million trades takes no more room than one of a young symbol. */
  @Test
  void growsByWhatItHoldsAndNotByItsNumbers() {
    LogBudget budget = new LogBudget(1L << 40);
    Log<Long> log = new Log<>(32_768, budget);
    log.skipTo(1_000_000, 1_000_000L);
    for (long n = 1_000_001; n < 1_003_000; n++) {
      log.append(n);
      long held = n + 1 - 1_000_000;
      assertTrue(budget.used() < Math.max(4, 2 * held), budget.used() + " for " + held);
      assertEquals(1_000_000, log.oldest());
    }
    Log<Long> far = new Log<>(32_768, budget);
    long before = budget.used();
    far.append(0L);
    far.appendAfter(1_000_000, 1_000_001L); // nothing of before would be left in any ring
    assertEquals(before, budget.used());
    assertEquals(1_000_001, far.newest());
  }

  /** Numbers left out, few or many: what was before stays as far as there is room for it. */
  @Test
  void leavesNumbersOut() {
    for (int missing = 0; missing < 40; missing++) {
      Log<Long> log = new Log<>(16, PLENTY);
      for (long n = 0; n < 20; n++) {
        log.append(n);
      }
      long next = 20 + missing;
      log.appendAfter(missing, next);
      String what = missing + " left out";
      assertEquals(next, log.newest(), what);
      assertEquals(next + 1, log.head(), what);
      for (long n = 0; n < 20; n++) {
        boolean kept = missing < 15 && n >= next + 1 - 15;
        assertEquals(kept ? n : null, log.get(n), what);
      }
      for (long n = 20; n < next; n++) {
        assertNull(log.get(n), what);
      }
      log.append(next + 1);
      assertEquals(next, log.get(next), what);
      assertEquals(next + 1, log.newest(), what);
    }
    Log<Long> young = new Log<>(64, PLENTY);
    young.append(0L);
    young.appendAfter(40, 41L);
    assertEquals(0, young.get(0));
    assertEquals(41, young.get(41));
  }

  /** Against a list, with growth, deepening and a budget that comes and goes. */
  @Test
  void isTheEndOfAList() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      LogBudget budget = new LogBudget(random.nextInt(200));
      Log<Long> log = new Log<>(1 << random.nextInt(8), budget);
      List<Long> model = new ArrayList<>();
      int walkers = 0;
      for (int step = 0; step < 400; step++) {
        String what = "seed " + seed + " step " + step;
        if (random.nextInt(50) == 0) {
          log.walk(1 << random.nextInt(9));
          walkers++;
        } else if (walkers > 0 && random.nextInt(50) == 0) {
          log.leave();
          walkers--;
        }
        if (random.nextInt(5) == 0 && log.head() > 0) {
          long at = log.oldest() + random.nextInt((int) (log.head() - log.oldest()));
          if (log.get(at) != null) {
            model.set((int) at, -at);
            log.replace(at, -at);
          }
        }
        int missing = random.nextInt(20) == 0 ? random.nextInt(20) : 0;
        for (int i = 0; i < missing; i++) {
          model.add(null);
        }
        model.add((long) step);
        log.appendAfter(missing, (long) step);
        int last = model.size() - 1;
        for (int i = 0; i < model.size(); i++) {
          Long entry = log.get(i);
          if (entry != null) {
            assertEquals(model.get(i), entry, what);
          } else if (i > last - 3 && missing == 0 && i >= log.oldest()) {
            assertNull(model.get(i), what); // the last few are there as long as nothing is left out
          }
        }
        assertEquals(model.get(last), log.newest(), what);
      }
    }
  }

  /** What a reader gets for a number is that entry or nothing, whatever the writer does. */
  @Test
  void aReaderNeverSeesAnotherEntry() throws Exception {
    int logs = 60_000;
    AtomicReference<Log<Long>> current = new AtomicReference<>(new Log<>(4, PLENTY));
    AtomicReference<String> wrong = new AtomicReference<>("");
    AtomicBoolean ended = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              while (!ended.get() && wrong.get().isEmpty()) {
                read(current.get(), wrong);
              }
            });
    reader.start();
    for (int each = 0; each < logs && wrong.get().isEmpty(); each++) {
      Log<Long> log = new Log<>(each % 4 == 0 ? 4 : 1_024, PLENTY);
      current.set(log);
      for (long n = 0; n < 70; n++) {
        log.append(n);
        if (n == 30) {
          log.walk(32);
        } else if (n == 60) {
          log.leave();
        }
      }
    }
    ended.set(true);
    reader.join(60_000);
    assertEquals("", wrong.get());
  }

  /** Numbers left out have no entry; they neither hide one nor have another stand in for it. */
  @Test
  void aReaderNeverSeesAnotherEntryWhereNumbersAreLeftOut() throws Exception {
    for (int limit : new int[] {4, 8, 32}) { // of the first all that is left out gives up the rest
      Log<Long> log = new Log<>(limit, PLENTY);
      AtomicReference<String> wrong = new AtomicReference<>("");
      AtomicBoolean ended = new AtomicBoolean();
      log.append(0L);
      Thread reader = new Thread(() -> readUntil(log, limit, ended, wrong));
      reader.start();
      Random random = new Random(limit);
      for (int each = 0; each < 1_500_000 && wrong.get().isEmpty(); each++) {
        long missing = random.nextInt(4);
        log.appendAfter(missing, log.head() + missing);
      }
      ended.set(true);
      reader.join(60_000);
      assertEquals("", wrong.get(), "limit " + limit);
    }
  }

  private static void readUntil(
      Log<Long> log, int limit, AtomicBoolean ended, AtomicReference<String> wrong) {
    long last = 0;
    while (!ended.get() && wrong.get().isEmpty()) {
      long head = log.head();
      for (long n = Math.max(0, head - limit); n <= head; n++) {
        Long entry = log.get(n);
        if (entry != null && entry != n) {
          wrong.set("entry " + entry + " for " + n + " though the head was " + head);
        }
      }
      Long newest = log.newest();
      if (newest == null || newest < last) {
        wrong.set("newest is " + newest + " after " + last);
      } else {
        last = newest;
      }
    }
  }

  private static void read(Log<Long> log, AtomicReference<String> wrong) {
    long head;
    do {
      head = log.head();
      for (long n = head + 1; n >= Math.max(0, head - 9); n--) {
        Long entry = log.get(n);
        if (entry != null && entry != n) {
          wrong.set("entry " + entry + " for " + n);
          return;
        }
        if (entry == null && n < head && n >= log.oldest()) {
          wrong.set("no entry " + n + " though the head was " + head);
          return;
        }
      }
      Long newest = log.newest();
      if (head > 0 && (newest == null || newest < head - 1)) {
        wrong.set("newest is " + newest + " though the head was " + head);
        return;
      }
    } while (head < 70);
  }
}
