package io.tickgate.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import io.tickgate.adapter.replay.RecordingFormat;
import io.tickgate.record.Event.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * One recording written by whoever has its events, who waits for the disk and loses nothing: for
 * tools. The file is there under its name when it is complete, and {@code <name>.part} before.
 */
public final class RecordingOutput implements Closeable {
  /** As long as a recorder's members, and no shorter than what makes one worth its few bytes. */
  private static final long MEMBER_MICROS = RecordingWriter.MEMBER_EVERY.toMillis() * 1_000;

  private static final long MEMBER_BYTES = 64 * 1024;

  private static final byte[] NO_BYTES = {};

  private final Path file;
  private final Path part;
  private final MemberOutput members;
  private final LineOutput lines;
  private final Event event = new Event();
  private long memberStarted;
  private long memberBytes;
  private boolean closed;

  /**
   * Begins a recording.
   *
   * @param venue whose messages it holds, or {@link RecordingFormat#TICKS}
   * @param feed a word for whoever looks at the file
   * @param started microseconds since the epoch
   * @param replace whether a file of that name gives way, when this one is complete
   * @throws FileAlreadyExistsException when the file is there, or another is being written to it
   */
  public RecordingOutput(Path file, String venue, String feed, long started, boolean replace)
      throws IOException {
    if (!replace && Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    this.file = file;
    this.part = partOf(file);
    this.members = new MemberOutput(openPart(part));
    this.lines = new LineOutput(members);
    this.memberStarted = started;
    String name = String.valueOf(file.getFileName());
    String session =
        name.endsWith(RecordingFormat.SUFFIX)
            ? name.substring(0, name.length() - RecordingFormat.SUFFIX.length())
            : name;
    new RecordingHeader(venue, feed, started, session, 0).write(lines);
  }

  /** What a file is called until it is complete. */
  private static Path partOf(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  /** Writes over what a process that was killed left behind, and not over what one writes to. */
  private static OutputStream openPart(Path part) throws IOException {
    FileChannel channel = FileChannel.open(part, CREATE, WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new FileAlreadyExistsException(part.toString());
    }
    channel.truncate(0);
    return Channels.newOutputStream(channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // by this process
      return false;
    }
  }

  /** A connection to that address stands. */
  public void open(String url, long rx) throws IOException {
    write(Kind.OPEN, rx, url, NO_BYTES, 0, 0);
  }

  /** This was sent. */
  public void sent(byte[] bytes, int offset, int length, long rx) throws IOException {
    write(Kind.SENT, rx, "", bytes, offset, length);
  }

  /** A message came in. */
  public void frame(byte[] bytes, int offset, int length, long rx) throws IOException {
    write(Kind.FRAME, rx, "", bytes, offset, length);
  }

  /** A REST answer came in. */
  public void answer(String url, byte[] bytes, int offset, int length, long rx) throws IOException {
    write(Kind.ANSWER, rx, url, bytes, offset, length);
  }

  /** The connection is gone. */
  public void closed(long rx) throws IOException {
    write(Kind.CLOSE, rx, "", NO_BYTES, 0, 0);
  }

  /** So many events are missing here. */
  public void dropped(long count, long rx) throws IOException {
    event.count = count;
    write(Kind.DROPPED, rx, "", NO_BYTES, 0, 0);
  }

  private void write(Kind kind, long rx, String url, byte[] bytes, int offset, int length)
      throws IOException {
    byte[] address = url.getBytes(UTF_8);
    int size = address.length + length;
    if (event.bytes.length < size) {
      event.bytes = new byte[Math.max(size, event.bytes.length * 2)];
    }
    System.arraycopy(address, 0, event.bytes, 0, address.length);
    System.arraycopy(bytes, offset, event.bytes, address.length, length);
    event.kind = kind;
    event.rx = rx;
    event.urlLength = address.length;
    event.length = size;
    if (rx - memberStarted >= MEMBER_MICROS && memberBytes >= MEMBER_BYTES) {
      lines.flush();
      members.endMember();
      memberStarted = rx;
      memberBytes = 0;
    }
    memberBytes += size;
    lines.event(event);
  }

  /** Completes the file. */
  public void complete() throws IOException {
    lines.close();
    closed = true;
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Gives up what wasn't {@linkplain #complete completed}; nothing is left of it. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        lines.close();
      } finally { // the disk may be full
        Files.deleteIfExists(part);
      }
    }
  }
}
