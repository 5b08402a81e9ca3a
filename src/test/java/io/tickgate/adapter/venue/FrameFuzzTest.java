package io.tickgate.adapter.venue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tickgate.adapter.FeedCounters;
import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.replay.ReplayAdapter;
import io.tickgate.adapter.replay.ReplayClock;
import io.tickgate.adapter.replay.ReplaySettings;
import io.tickgate.book.BookLimits;
import io.tickgate.book.Books;
import io.tickgate.book.Feed;
import io.tickgate.deliver.Scale;
import io.tickgate.market.FeedState;
import io.tickgate.market.Tick;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recorded frames spoilt at random, between those that are whole: decoder and books live on, and no
 * whole frame is taken for a broken one. Some ten thousand in a usual run, a million with {@code
 * -Pheavy}.
 */
class FrameFuzzTest {
  private static final Path RECORDINGS = Path.of("../shared/feeds-real/raw");

  /** Of each recording; there are ten. */
  private static final int INPUTS = Scale.of(1_000, 100_000);

  private static final byte[][] WORDS =
      Arrays.stream(
              new String[] {
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"",
                "\\",
                "null",
                "true",
                "-",
                "0",
                "1e999999999",
                "-0.0",
                "99999999999999999999999999999999",
                "0.00000000000000000000000000001",
                "\"\"",
                "[]",
                "{}",
                "\\ud800",
                "\u0000",
                "NaN",
                "\"price\":",
                "\"data\":"
              })
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toArray(byte[][]::new);

  /** Plays spoilt frames to a decoder in front of each chosen one. */
  private static final class Spoiler implements FrameListener, TickListener {
    private final Feed books =
        new Books(BookLimits.defaults(), InstantSource.system()).addFeed("x");
    private final FeedCounters counters = new FeedCounters();
    private final VenueDecoder decoder;
    private long seed;
    private String failure = "";

    Spoiler(String venue) {
      decoder = Decoders.create(venue, this, counters, (symbol, reason) -> {});
    }

    @Override
    public boolean onTick(Tick tick) {
      return books.apply(tick);
    }

    @Override
    public void onTime(long now) {
      books.onTime(now);
    }

    @Override
    public void onFrame(byte[] bytes, int offset, int length, long rx) {
      if (length < 20_000) { // of what every message looks like; the megabytes of a snapshot cost
        for (int i = 0; i < 5 && seed < INPUTS; i++) {
          spoilt(Arrays.copyOfRange(bytes, offset, offset + length), rx);
        }
      }
      long broken = counters.broken.sum();
      decoder.onFrame(bytes, offset, length, rx);
      if (counters.broken.sum() != broken && failure.isEmpty()) {
        failure = "after seed " + seed + " a whole frame counts as broken";
      }
    }

    private void spoilt(byte[] frame, long rx) {
      Random random = new Random(seed++);
      byte[] input = spoil(frame, random);
      try {
        if (random.nextInt(10) == 0) {
          decoder.onAnswer("https://venue/depth?symbol=BTCUSDT", input, 0, input.length, rx);
        } else {
          decoder.onFrame(input, 0, input.length, rx);
        }
      } catch (RuntimeException e) {
        failure = "seed " + (seed - 1) + ": " + e + " " + new String(input, StandardCharsets.UTF_8);
        throw e;
      }
    }

    @Override
    public void onOpen(String url, long rx) {
      decoder.onOpen(url, rx);
    }

    @Override
    public void onSent(byte[] bytes, int offset, int length, long rx) {
      decoder.onSent(bytes, offset, length, rx);
    }

    @Override
    public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
      decoder.onAnswer(url, bytes, offset, length, rx);
    }

    @Override
    public void onClose(long rx) {
      decoder.onClose(rx);
    }
  }

  /** One to four changes: a byte, a cut, a word put in, a part twice, a part gone. */
  private static byte[] spoil(byte[] frame, Random random) {
    byte[] bytes = frame;
    for (int n = 1 + random.nextInt(4); n > 0 && bytes.length > 1; n--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> {
              byte[] changed = bytes.clone();
              changed[at] = (byte) random.nextInt(256);
              yield changed;
            }
            case 1 -> Arrays.copyOf(bytes, at);
            case 2 -> joined(bytes, at, WORDS[random.nextInt(WORDS.length)], at);
            case 3 -> joined(bytes, to, Arrays.copyOfRange(bytes, at, to), to);
            default -> joined(bytes, at, new byte[0], to);
          };
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
    byte[] all = Arrays.copyOf(bytes, until + between.length + bytes.length - from);
    System.arraycopy(between, 0, all, until, between.length);
    System.arraycopy(bytes, from, all, until + between.length, bytes.length - from);
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "binance-coinm, binance-coinm_ethusd_perp_2024-08-08.hb.txt.gz",
    "binance, binance-spot_2021-10-12_*.gz",
    "binance-usdm, binance-usdm_2021-07-22_*.gz",
    "bitstamp, bitstamp_2022-01-05_*.gz",
    "coinbase-at, coinbase-at_btc-usd_2026-08-24_l2.jsonl",
    "coinbase, coinbase-exchange_2021-04-17_a.cf.txt.gz",
    "kraken, kraken-v1_2021-04-17_book.cf.txt.gz",
    "kraken, kraken-v1_2021-04-17_trade.cf.txt.gz",
    "kraken, kraken-v2_btc-usd_2026-08-24_book10.jsonl",
    "okx, okx_2022-05-13_ws.cf.txt.gz",
  })
  void spoiltFramesHarmNothing(String venue, String files) throws Exception {
    assumeTrue(Files.isDirectory(RECORDINGS), "skipped: ../shared/feeds-real isn't there");
    Spoiler spoiler = new Spoiler(venue);
    while (spoiler.seed < INPUTS) { // short recordings several times, spoilt otherwise each time
      long before = spoiler.seed;
      play(venue, files, spoiler);
      assertTrue(spoiler.seed > before, "nothing was spoilt");
    }
    Scale.tell(venue + " " + files + " inputs=" + spoiler.seed);
    assertTrue(spoiler.counters.broken.sum() > 0, "nothing counted as broken");
  }

  private static void play(String venue, String files, Spoiler spoiler)
      throws InterruptedException {
    Ending ending = new Ending();
    ReplayAdapter adapter =
        new ReplayAdapter(
            new ReplaySettings("fuzz", RECORDINGS.resolve(files).toString(), venue, "max", false),
            name -> spoiler,
            spoiler,
            ending,
            ReplayClock.SYSTEM);
    adapter.start();
    assertTrue(ending.done.await(30, TimeUnit.MINUTES), "the replay didn't end");
    adapter.stop();
    assertEquals("", spoiler.failure);
    assertEquals("ENDED", ending.last);
  }

  private static final class Ending implements FeedListener {
    final CountDownLatch done = new CountDownLatch(1);
    volatile String last = "";

    @Override
    public void onState(FeedState state, String reason) {
      if (state != FeedState.REPLAY) {
        last = state.name() + reason;
        done.countDown();
      }
    }

    @Override
    public void onRestart() {}
  }
}
