package io.tickgate.adapter.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.PooledByteBufAllocator;
import io.tickgate.market.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketFrame;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sockets to a venue on this machine, and to none. */
class VertxUplinkTest {
  private static final int LIMIT = 100_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private TestVenue venue;
  private VertxUplink uplink;

  @BeforeEach
  void open() throws Exception {
    venue = new TestVenue(vertx);
    uplink = new VertxUplink(vertx, new UplinkSettings(2_000, LIMIT, false, "tickgate", List.of()));
  }

  @AfterEach
  void close() throws Exception {
    uplink.close();
    venue.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private final class Ear implements Uplink.LineListener {
    @Override
    public void onOpen(Uplink.Line line) {
      heard.add("open");
    }

    @Override
    public void onMessage(byte[] bytes) {
      heard.add("message of " + bytes.length);
    }

    @Override
    public void onPart() {
      heard.add("part");
    }

    @Override
    public void onSign() {
      heard.add("sign");
    }

    @Override
    public void onClosed(String reason) {
      heard.add(reason);
    }
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
  }

  private void connect(String url) {
    context.runOnContext(go -> uplink.connect(url, new Ear()));
  }

  @Test
  void tellsWhyThereIsNoConnection() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    connect("ws://127.0.0.1:" + free);
    assertEquals("connection refused or timed out", next());
    connect("ws://nowhere.invalid/");
    assertEquals("unknown host", next());
    venue.refuse = 429;
    connect(venue.url());
    assertEquals("handshake refused with status 429", next());
    connect(venue.url().replace("ws:", "wss:")); // a venue that speaks no TLS
    String reason = next();
    assertTrue(reason.contains("SSL"), reason);
  }

  @Test
  void joinsPartsAndEndsWhatIsTooLong() throws Exception {
    connect(venue.url());
    TestVenue.Peer peer = venue.accept();
    assertEquals("open", next());
    peer.say("x".repeat(LIMIT)); // more than one frame takes at its sender
    assertEquals("part", next());
    assertEquals("message of " + LIMIT, next());
    peer.socket().writeFrame(WebSocketFrame.textFrame("abc", false));
    peer.socket().writeFrame(WebSocketFrame.continuationFrame(TestVenue.text(4), true));
    assertEquals("part", next());
    assertEquals("message of 7", next());
    peer.socket().writePing(TestVenue.text(1));
    assertEquals("sign", next());
    peer.socket().writeFrame(WebSocketFrame.textFrame("x".repeat(LIMIT - 1), false));
    peer.socket().writeFrame(WebSocketFrame.continuationFrame(TestVenue.text(2), true));
    assertEquals("part", next());
    assertEquals("message longer than " + LIMIT + " bytes", next());
    await(() -> venue.open.get() == 0);
    assertTrue(heard.isEmpty());
  }

  @Test
  void boundsAnswers() throws Exception {
    venue.rest = uri -> uri.equals("/long") ? "x".repeat(LIMIT + 1) : uri.substring(1);
    for (String uri : new String[] {"/ok", "/503", "/long"}) {
      context.runOnContext(
          go ->
              uplink.fetch(
                  venue.restUrl() + uri,
                  new Uplink.AnswerListener() {
                    @Override
                    public void onAnswer(int status, long retryAfterSeconds, byte[] body) {
                      heard.add(status + " " + body.length);
                    }

                    @Override
                    public void onFailed(String reason) {
                      heard.add(reason);
                    }
                  }));
      assertEquals(
          switch (uri) {
            case "/ok" -> "200 2";
            case "/503" -> "503 0";
            default -> "answer longer than " + LIMIT + " bytes";
          },
          next());
    }
  }

  /** A venue that drops every connection: nothing is left of any. */
  @Test
  void aThousandReconnectsLeaveNothing() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    Assumptions.assumeTrue(Files.isDirectory(descriptors), "no /proc here to count files in");
    Rig rig =
        new Rig("bitstamp", uplink, venue.url(), EnumSet.of(Channel.TRADE), "btcusd", "ethusd");
    onLoop(() -> rig.session.demand("btcusd", true));
    reconnect(rig, 50); // what is made once is made
    long files = count(descriptors);
    int threads = Thread.activeCount();
    long direct = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    reconnect(rig, 1_000);
    assertEquals(1_050, rig.counters.reconnects.sum());
    onLoop(rig.session::end);
    await(() -> venue.open.get() == 0);
    await(() -> count(descriptors) <= files + 4);
    assertTrue(Thread.activeCount() <= threads + 2, "threads " + Thread.activeCount());
    long grown = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - direct;
    assertTrue(grown <= 4 << 20, "direct memory grew by " + grown); // a chunk of the pool
  }

  private void reconnect(Rig rig, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      onLoop(
          () -> {
            rig.clock.advance(31_000_000_000L); // past any backoff
            rig.session.tick();
          });
      TestVenue.Peer peer = venue.accept();
      peer.next(); // it has begun to talk
      peer.socket().close();
      await(() -> stateOf(rig).equals("BackingOff"), "end of connection " + i);
    }
  }

  private void onLoop(Runnable task) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        go -> {
          task.run();
          done.complete(null);
        });
    done.get(10, TimeUnit.SECONDS);
  }

  private String stateOf(Rig rig) {
    CompletableFuture<String> done = new CompletableFuture<>();
    context.runOnContext(go -> done.complete(rig.state()));
    return done.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static long count(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? 0 : names.length;
  }

  private static void await(BooleanSupplier condition) {
    await(condition, "condition");
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "not in time: " + what);
      LockSupport.parkNanos(200_000);
    }
  }
}
