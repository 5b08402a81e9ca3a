package io.tickgate.adapter.publish;

import io.tickgate.market.Tick;
import io.tickgate.wire.ErrorCode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Some ticks of one publisher on their way into the book: filled on the publisher's thread, then
 * given to the writer, then back.
 */
public final class PublishBatch implements TickReader.Listener {
  /** A tick and the number of its line. */
  record Line(long number, Tick tick) {}

  private final Publisher publisher;
  private final PublishCounters counters;
  private final Terms terms;
  private final Outcome outcome;
  private final List<Line> lines = new ArrayList<>();
  private long line;
  private boolean abandoned;

  PublishBatch(Publisher publisher, PublishCounters counters, long line, Terms terms) {
    this.publisher = publisher;
    this.counters = counters;
    this.line = line;
    this.terms = terms;
    this.outcome = new Outcome(terms.maxRejected);
  }

  /**
   * What holds for the whole batch.
   *
   * @param clock for rights that expire
   * @param maxRejected most rejections kept with their reasons
   */
  record Terms(InstantSource clock, int maxRejected) {}

  /** What is heard next is of the next line. */
  public void nextLine() {
    line++;
  }

  /** Number of the line that was last. */
  public long line() {
    return line;
  }

  @Override
  public void onTick(Tick tick) {
    Refusal ended = publisher.ended(terms.clock.millis()); // a batch may wait long for its ticks
    if (ended != null) {
      onFault(ended.code(), ended.message());
    } else if (!publisher.mayWrite(tick.symbol())) {
      onFault(ErrorCode.FORBIDDEN, "symbol: not allowed to write venue " + tick.symbol().venue());
    } else {
      lines.add(new Line(line, tick));
    }
  }

  @Override
  public void onFault(ErrorCode code, String message) {
    reject(line, code, message);
  }

  /** The object of that line isn't taken. The thread that has the batch. */
  void reject(long number, ErrorCode code, String message) {
    counters.rejected(code).increment();
    outcome.reject(number, code, message);
  }

  /** None of it is written, as there is no writer any more. The thread that has the batch. */
  void abandon() {
    abandoned = true;
    lines.forEach(each -> reject(each.number(), ErrorCode.INTERNAL, "the gateway is stopping"));
  }

  /** Whether the gateway stopped before it: who can bring it again should. */
  public boolean abandoned() {
    return abandoned;
  }

  /** Whether there is nothing to apply and nothing to tell. */
  public boolean isEmpty() {
    return lines.isEmpty() && outcome.rejectedTotal() == 0;
  }

  Publisher publisher() {
    return publisher;
  }

  List<Line> lines() {
    return lines;
  }

  /** What became of it; complete when the writer gave it back. */
  public Outcome outcome() {
    return outcome;
  }
}
