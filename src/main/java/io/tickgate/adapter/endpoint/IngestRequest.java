package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.endpoint.BodyReader.MalformedBodyException;
import io.tickgate.adapter.publish.Outcome;
import io.tickgate.adapter.publish.PublishBatch;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.adapter.publish.TickReader;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * One {@code POST /v1/ingest}, from its first chunk to its answer. Owned by the loop of its
 * connection.
 *
 * <pre>
 *   fetch ─▶ chunk ─▶ pieces ─▶ lines ─▶ batch ─▶ writer ─▶ applied ─▶ the next piece, or fetch
 * </pre>
 */
final class IngestRequest {
  /** One is applied while the next is read. */
  private static final int MAX_UNDER_WAY = 2;

  private final HttpServerRequest request;
  private final Intake intake;
  private final Publisher publisher;
  private final Context context;
  private final BodyReader body;
  private final LineSplitter lines;
  private final TickReader reader = new TickReader();
  private final Outcome outcome;
  private final LineDeadline deadline;
  private long line;
  private long received;
  private int underWay;
  private boolean fetching;
  private boolean over; // nothing more is read
  private boolean gone; // nobody waits for the answer
  private int status = 200;

  IngestRequest(
      HttpServerRequest request,
      Intake intake,
      Publisher publisher,
      Context context,
      BodyReader body) {
    this.request = request;
    this.intake = intake;
    this.publisher = publisher;
    this.context = context;
    this.body = body;
    this.lines = new LineSplitter(intake.limits().message());
    this.outcome = new Outcome(intake.limits().rejected());
    this.deadline = new LineDeadline(context.owner(), intake.limits().lineMillis(), this::onLate);
  }

  /** Reads on; the request is paused until now. */
  void start() {
    request.exceptionHandler(failure -> onGone());
    request.response().closeHandler(closed -> onGone());
    request.handler(this::onChunk);
    request.endHandler(ended -> onEnd());
    fetch();
  }

  private void fetch() {
    fetching = true;
    request.fetch(1);
  }

  private void onChunk(Buffer chunk) {
    fetching = false;
    if (over) {
      return;
    }
    received += chunk.length();
    if (received > intake.maxBody()) {
      refuse(413, ErrorCode.MESSAGE_TOO_BIG, "body: larger than " + intake.maxBody() + " bytes");
      return;
    }
    body.add(chunk);
    readOn();
  }

  /** Reads what is here until enough is under way, then asks for more. */
  private void readOn() {
    try {
      while (!over && underWay < MAX_UNDER_WAY) {
        byte[] piece = body.next();
        if (piece == null) {
          if (!fetching) {
            fetch();
          }
          return;
        }
        PublishBatch batch = intake.writer().batch(publisher, line);
        lines.accept(piece, new Lines(batch));
        submit(batch);
      }
    } catch (MalformedBodyException e) {
      refuse(400, ErrorCode.BAD_MESSAGE, "body: " + e.getMessage());
    }
  }

  private void onLate() {
    if (!over && underWay == 0) {
      intake.late().increment();
      long seconds = intake.limits().lineMillis() / 1_000;
      refuse(408, ErrorCode.BAD_REQUEST, "body: no line for " + seconds + " s");
    }
  }

  private void onEnd() {
    if (over) {
      return;
    }
    try {
      body.end();
      PublishBatch batch = intake.writer().batch(publisher, line);
      lines.end(new Lines(batch));
      over = true;
      submit(batch);
      answerWhenDone();
    } catch (MalformedBodyException e) {
      refuse(400, ErrorCode.BAD_MESSAGE, "body: " + e.getMessage());
    }
  }

  /** Takes nothing more; what was taken counts, and the answer tells both. */
  private void refuse(int why, ErrorCode code, String message) {
    over = true;
    status = why;
    intake.rejected(code).increment();
    outcome.reject(line + 1, code, message);
    answerWhenDone();
  }

  /** Where a line goes: to the reader, and what it makes of it to the batch. */
  private final class Lines implements LineSplitter.Sink {
    private final PublishBatch batch;
    private final long rx = intake.nowMicros();

    Lines(PublishBatch batch) {
      this.batch = batch;
    }

    @Override
    public void onLine(byte[] bytes, int offset, int length) {
      deadline.progress();
      batch.nextLine();
      if (!isBlank(bytes, offset, length)) {
        reader.readOne(bytes, offset, length, rx, batch);
      }
    }

    @Override
    public void onLongLine() {
      deadline.progress();
      batch.nextLine();
      batch.onFault(
          ErrorCode.MESSAGE_TOO_BIG, "longer than " + intake.limits().message() + " bytes");
    }

    private static boolean isBlank(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] != ' ' && bytes[i] != '\t') {
          return false;
        }
      }
      return true;
    }
  }

  private void submit(PublishBatch batch) {
    line = batch.line();
    if (!batch.isEmpty()) {
      underWay++;
      intake.writer().submit(batch, () -> context.runOnContext(done -> onApplied(batch)));
    }
  }

  private void onApplied(PublishBatch batch) {
    underWay--;
    deadline.progress();
    outcome.add(batch.outcome());
    if (over) {
      answerWhenDone();
    } else {
      readOn();
    }
  }

  private void answerWhenDone() {
    if (underWay > 0) {
      return;
    }
    body.close();
    if (gone) {
      return;
    }
    leave();
    if (status != 200) {
      request.response().putHeader("Connection", "close"); // the rest of the body isn't read
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(Answer.of(outcome));
  }

  private void onGone() {
    if (!gone) {
      leave();
      over = true;
      answerWhenDone();
    }
  }

  private void leave() {
    gone = true;
    deadline.stop();
    intake.leave(publisher);
  }
}
