package io.tickgate.adapter.endpoint;

import io.tickgate.adapter.publish.Outcome;
import io.tickgate.adapter.publish.PublishBatch;
import io.tickgate.adapter.publish.Publisher;
import io.tickgate.adapter.publish.TickReader;
import io.tickgate.market.Tick;
import io.tickgate.wire.CloseCode;
import io.tickgate.wire.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@code /v1/publish}: messages come, and an answer goes out for each, in their
 * order. Owned by the loop of the connection.
 */
final class PublishSocket {
  /** Messages read before the answer to the first of them: some round trips of a busy publisher. */
  private static final int MAX_UNDER_WAY = 16;

  /** Messages in a row that aren't JSON text at all: the peer speaks something else (section 5). */
  private static final int MAX_BAD = 10;

  private final ServerWebSocket socket;
  private final Intake intake;
  private final Publisher publisher;
  private final Context context;
  private final TickReader reader = new TickReader();
  private int underWay;
  private int badInRow;
  private int unsupportedInRow;
  private boolean reading = true;
  private boolean leaving;
  private long heardMillis;

  PublishSocket(ServerWebSocket socket, Intake intake, Publisher publisher, Context context) {
    this.socket = socket;
    this.intake = intake;
    this.publisher = publisher;
    this.context = context;
    this.heardMillis = intake.nowMillis();
  }

  /** Reads from now on, until {@code onClosed}, which runs once. */
  void start(Runnable onClosed) {
    socket.frameHandler(this::onFrame);
    socket.pongHandler(pong -> heardMillis = intake.nowMillis());
    socket.drainHandler(drained -> flow());
    socket.exceptionHandler(failure -> socket.close()); // the network's doing, or the peer's
    socket.closeHandler(
        closed -> {
          intake.leave(publisher);
          onClosed.run();
        });
  }

  private void onFrame(WebSocketFrame frame) {
    heardMillis = intake.nowMillis();
    if (frame.isText() || frame.isBinary()) { // whole messages; pings are answered by Vert.x
      onMessage(frame.binaryData().getBytes(), frame.isBinary());
    }
  }

  private void onMessage(byte[] message, boolean binary) {
    PublishBatch batch = intake.writer().batch(publisher, 0);
    batch.nextLine();
    if (binary) {
      batch.onFault(ErrorCode.UNSUPPORTED_DATA, "binary; ticks are text here");
    } else if (message.length > intake.limits().message()) {
      batch.onFault(
          ErrorCode.MESSAGE_TOO_BIG, "longer than " + intake.limits().message() + " bytes");
    } else {
      reader.read(message, 0, message.length, intake.nowMicros(), new Elements(batch));
    }
    underWay++;
    intake.writer().submit(batch, () -> context.runOnContext(done -> onApplied(batch)));
    flow();
  }

  /** Numbers the objects of a message as they come. */
  private record Elements(PublishBatch batch) implements TickReader.Listener {
    @Override
    public void onTick(Tick tick) {
      batch.onTick(tick);
      batch.nextLine();
    }

    @Override
    public void onFault(ErrorCode code, String text) {
      batch.onFault(code, text);
      batch.nextLine();
    }
  }

  private void onApplied(PublishBatch batch) {
    underWay--;
    if (socket.isClosed()) {
      return;
    }
    socket.writeTextMessage(Answer.of(batch.outcome()));
    ErrorCode bad = bad(batch.outcome());
    badInRow = bad == null ? 0 : badInRow + 1;
    unsupportedInRow = bad == ErrorCode.UNSUPPORTED_DATA ? unsupportedInRow + 1 : 0;
    if (badInRow == MAX_BAD) {
      boolean never = unsupportedInRow == MAX_BAD; // not one of the kind that is spoken here
      close(never ? CloseCode.UNSUPPORTED_DATA : CloseCode.TOO_MANY_BAD_MESSAGES);
    } else {
      flow();
      leaveWhenDone();
    }
  }

  /**
   * Reads no more, and ends the connection when all that was read is answered, so that the
   * publisher knows what it need not send to the next node. Any thread.
   */
  void leave() {
    context.runOnContext(
        now -> {
          leaving = true;
          flow();
          leaveWhenDone();
        });
  }

  private void leaveWhenDone() {
    if (leaving && underWay == 0) { // the writer gives back all that it gets
      close(CloseCode.DRAINING);
    }
  }

  /** Why a message was no ticks at all; null when it was some, right or wrong. */
  private static @Nullable ErrorCode bad(Outcome outcome) {
    if (outcome.accepted() > 0 || outcome.rejectedTotal() != 1) {
      return null;
    }
    ErrorCode code = outcome.rejected().get(0).code();
    return code == ErrorCode.BAD_MESSAGE || code == ErrorCode.UNSUPPORTED_DATA ? code : null;
  }

  /** Reads while not too much is under way and the publisher takes its answers. */
  private void flow() {
    boolean room = !leaving && underWay < MAX_UNDER_WAY && !socket.writeQueueFull();
    if (room != reading) {
      reading = room;
      heardMillis = intake.nowMillis(); // a pong may wait behind messages that aren't read
      if (room) {
        socket.resume();
      } else {
        socket.pause();
      }
    }
  }

  /**
   * Called now and then: asks whether the peer is alive, and closes when it neither answers nor
   * takes its answers.
   */
  void beat(long pongTimeoutMillis) {
    if (intake.nowMillis() - heardMillis > pongTimeoutMillis) {
      close(CloseCode.DEAD_PEER);
    } else {
      socket.writePing(Buffer.buffer());
    }
  }

  /** Ends the connection. Any thread. */
  void close(CloseCode code) {
    context.runOnContext(
        now -> {
          if (!socket.isClosed()) {
            socket.close((short) code.code(), code.reason());
          }
        });
  }
}
