package io.tickgate.adapter.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tickgate.adapter.FrameListener;
import java.util.List;

/** Writes down what a connection was told, bytes as Latin-1 so that each is seen. */
public class Heard implements FrameListener {
  private final String name;
  private final List<String> lines;

  public Heard(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  @Override
  public void onOpen(String url, long rx) {
    lines.add(name + " open " + rx + " " + url);
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    lines.add(name + " out " + rx + " " + text(bytes, offset, length));
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    lines.add(name + " in " + rx + " " + text(bytes, offset, length));
  }

  @Override
  public void onAnswer(String url, byte[] bytes, int offset, int length, long rx) {
    lines.add(name + " rest " + rx + " " + url + " " + text(bytes, offset, length));
  }

  @Override
  public void onClose(long rx) {
    lines.add(name + " close " + rx);
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, ISO_8859_1);
  }
}
