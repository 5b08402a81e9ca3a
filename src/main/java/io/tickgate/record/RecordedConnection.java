package io.tickgate.record;

import io.tickgate.adapter.FrameListener;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a feed that may be recorded. A recording that begins in the middle says first
 * that a connection stands: its decoder must not take what follows for the rest of another one.
 * Owned by the feed's thread.
 */
final class RecordedConnection implements FrameListener {
  private final FeedRecording feed;
  private final String venue;
  private final FrameListener decoder;
  private @Nullable String url; // of the connection that stands
  private @Nullable Recorder recorder;

  RecordedConnection(FeedRecording feed, String venue, FrameListener decoder) {
    this.feed = feed;
    this.venue = venue;
    this.decoder = decoder;
  }

  @Override
  public void onOpen(String address, long rx) {
    url = null;
    listener(rx).onOpen(address, rx);
    url = address;
  }

  @Override
  public void onSent(byte[] bytes, int offset, int length, long rx) {
    listener(rx).onSent(bytes, offset, length, rx);
  }

  @Override
  public void onFrame(byte[] bytes, int offset, int length, long rx) {
    listener(rx).onFrame(bytes, offset, length, rx);
  }

  @Override
  public void onAnswer(String address, byte[] bytes, int offset, int length, long rx) {
    listener(rx).onAnswer(address, bytes, offset, length, rx);
  }

  @Override
  public void onClose(long rx) {
    listener(rx).onClose(rx);
    url = null;
  }

  @Override
  public void onEnd() {
    end();
    decoder.onEnd();
  }

  private FrameListener listener(long rx) {
    Recorder current = recorder;
    if (feed.on() == (current != null)) {
      return current == null ? decoder : current;
    }
    return current == null ? begin(rx) : end();
  }

  private FrameListener begin(long rx) {
    Recorder fresh = feed.begin(venue, decoder);
    if (url != null) {
      fresh.recordOpen(url, rx);
    }
    recorder = fresh;
    return fresh;
  }

  private FrameListener end() {
    if (recorder != null) {
      recorder.end();
      recorder = null;
    }
    return decoder;
  }
}
