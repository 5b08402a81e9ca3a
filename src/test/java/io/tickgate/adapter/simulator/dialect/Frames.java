package io.tickgate.adapter.simulator.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tickgate.adapter.FrameListener;
import io.tickgate.adapter.simulator.SimulatedMarket;
import io.tickgate.adapter.simulator.SimulatorSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Everything a connection heard, in order. */
final class Frames implements FrameListener {
  static final long START = 1_767_364_200_000_000L;

  /** Numbers keep the digits they were written with. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  record Heard(String kind, String url, String text, long rx) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (JsonProcessingException e) {
        throw new AssertionError(text, e);
      }
    }
  }

  final List<Heard> heard = new ArrayList<>();

  /** A market of those symbols, heard through that dialect for some seconds. */
  static Frames of(Dialect.Factory venue, List<String> symbols, int rate, long seed, int seconds) {
    SimulatorSettings settings = new SimulatorSettings("sim", symbols, rate, seed, 25, true);
    Frames frames = new Frames();
    DialectSource source = new DialectSource(new SimulatedMarket(settings), venue, frames, seed);
    source.open(START);
    source.advanceTo(START + seconds * 1_000_000L);
    source.close(START + seconds * 1_000_000L);
    return frames;
  }

  List<String> texts() {
    return heard.stream().map(Heard::text).toList();
  }

  private void add(String kind, String url, byte[] bytes, int offset, int length, long rx) {
    heard.add(new Heard(kind, url, new String(bytes, offset, length, StandardCharsets.UTF_8), rx));
  }

  @Override
  public void onOpen(String url, long rx) {
    heard.add(new Heard("open", url, "", rx));
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    add("out", "", bytes, offset, length, rx);
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    add("in", "", bytes, offset, length, rx);
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    add("rest", url, bytes, offset, length, rx);
  }

  @Override
  public void onClose(long rx) {
    heard.add(new Heard("close", "", "", rx));
  }
}
