package io.tickgate.adapter.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** A venue that does what the test says, without a socket. */
final class ScriptedUplink implements Uplink {
  /** Every address that was connected to or asked. */
  final List<String> connects = new ArrayList<>();

  final List<String> fetches = new ArrayList<>();

  /** What was sent and not taken yet; a protocol ping is {@code <ping>}. */
  final List<String> sent = new ArrayList<>();

  final List<LineListener> listeners = new ArrayList<>();
  final List<AnswerListener> requests = new ArrayList<>();
  int open;
  boolean stuffed;

  @Override
  public void connect(String url, LineListener listener) {
    connects.add(url);
    listeners.add(listener);
  }

  @Override
  public void fetch(String url, AnswerListener listener) {
    fetches.add(url);
    requests.add(listener);
  }

  @Override
  public void close() {}

  private LineListener last() {
    return listeners.get(listeners.size() - 1);
  }

  /** The newest connection stands. */
  void accept() {
    open++;
    last()
        .onOpen(
            new Line() {
              private boolean closed;

              @Override
              public boolean send(String text) {
                sent.add(text);
                return !stuffed;
              }

              @Override
              public void ping() {
                sent.add("<ping>");
              }

              @Override
              public void close() {
                open -= closed ? 0 : 1;
                closed = true;
              }
            });
  }

  /** The venue sends that. */
  void say(String text) {
    last().onMessage(text.getBytes(UTF_8));
  }

  void pong() {
    last().onSign();
  }

  /** The connection breaks, or doesn't come to be. */
  void hangUp(String reason) {
    last().onClosed(reason);
  }

  void answer(int status, String body) {
    requests.remove(0).onAnswer(status, 0, body.getBytes(UTF_8));
  }

  /** What was sent since it was asked last. */
  List<String> takeSent() {
    List<String> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }
}
