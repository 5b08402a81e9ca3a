package io.tickgate.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a client's listener hears, a line each. */
final class HeardMessages implements ClientListener {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  @Override
  public void onState(State state, String reason) {
    lines.add((state + " " + reason).strip());
  }

  @Override
  public void onNoToken(String reason) {
    lines.add(reason);
  }

  @Override
  public void onElement(String channel, boolean snapshot, JsonNode element) {
    lines.add(
        channel
            + (snapshot ? " = " : " + ")
            + element.path("s").asText()
            + " "
            + element.path("seq").asLong());
  }

  @Override
  public void onGap(String channel, String symbol, long last, long prev, long seq) {
    lines.add("gap " + channel + " " + symbol + " " + last + " " + prev + " " + seq);
  }

  /** The next line. */
  String next() throws InterruptedException {
    String line = lines.poll(20, TimeUnit.SECONDS);
    assertNotNull(line, "nothing heard");
    return line;
  }

  /** The next line that begins so. */
  String next(String start) throws InterruptedException {
    String line = next();
    while (!line.startsWith(start)) {
      line = next();
    }
    return line;
  }
}
