package io.tickgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.adapter.FeedListener;
import io.tickgate.adapter.TickListener;
import io.tickgate.adapter.publish.TickWriter;
import io.tickgate.market.FeedState;
import io.tickgate.market.Listed;
import io.tickgate.market.Tick;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Prints what a feed says, a line a tick. The feed's thread. */
final class TickPrinter implements TickListener, FeedListener {
  private final PrintWriter out;
  private final SymbolFilter wanted;
  private final @Nullable TickWriter json; // null for lines to be read by people
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean hidden;
  private volatile String failure = "";

  TickPrinter(PrintWriter out, SymbolFilter wanted, boolean json) {
    this.out = out;
    this.wanted = wanted;
    this.json = json ? new TickWriter() : null;
  }

  /** Waits until there is nothing more to print, or nobody to read it. Any thread. */
  void awaitEnd() throws InterruptedException {
    over.await();
  }

  /** Why the feed couldn't go on; empty when it could. Any thread. */
  String failure() {
    return failure;
  }

  @Override
  public boolean onTick(Tick tick) {
    if (!hidden && !(tick instanceof Listed) && wanted.takes(tick.symbol())) {
      out.println(json == null ? TickText.of(tick) : new String(json.write(tick), UTF_8));
    }
    return true;
  }

  @Override
  public void onTime(long now) {
    if (out.checkError()) { // flushes, and knows whether the pipe is still there
      over.countDown();
    }
  }

  @Override
  public void onState(FeedState state, String reason) {
    if (state == FeedState.DOWN) {
      failure = reason;
    }
    if (state == FeedState.DOWN || state == FeedState.ENDED) {
      over.countDown();
    }
  }

  @Override
  public void onRewind() {
    hidden = true;
  }

  @Override
  public void onRestart() {
    hidden = false;
  }
}
