package io.tickgate.record;

import io.tickgate.adapter.replay.RecordingFormat;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Begins the files of one recorded connection: {@code <feed>-<UTC time>.tickgate.ndjson.gz}, always
 * under a name that didn't exist, so that nothing recorded is ever overwritten. Owned by the
 * writer's thread.
 */
final class RecordingFiles {
  /** Sorts by time, and holds nothing that a file system forbids. */
  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Names tried for one moment: as many connections of one feed won't start at once. */
  private static final int MAX_NAMES = 1_000;

  private final Path folder;
  private final String venue;
  private final String feed;

  /** The name of the first file, without its end: no other connection has it. */
  private @Nullable String session;

  private int parts;

  RecordingFiles(Path folder, String venue, String feed) {
    this.folder = folder;
    this.venue = venue;
    this.feed = feed;
  }

  /**
   * An open file.
   *
   * @param lines has the header already
   */
  record Part(
      Path path, FileChannel channel, MemberOutput members, LineOutput lines, Instant started) {
    /** The lines that follow can be read without those before. */
    void endMember() throws IOException {
      lines.flush();
      members.endMember();
    }

    /** Compressed bytes that are in the file. */
    long size() throws IOException {
      return channel.position();
    }
  }

  /** Makes the next file and writes its header. */
  Part begin(Instant now) throws IOException {
    Files.createDirectories(folder);
    String name = feed + "-" + NAME_TIME.format(now);
    for (int i = 0; ; i++) {
      String unique = i == 0 ? name : name + "-" + i;
      Path path = folder.resolve(unique + RecordingFormat.SUFFIX);
      try {
        FileChannel channel =
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return begin(path, channel, unique, now);
      } catch (FileAlreadyExistsException e) {
        if (i == MAX_NAMES) {
          throw e;
        }
      }
    }
  }

  private Part begin(Path path, FileChannel channel, String name, Instant now) throws IOException {
    try {
      MemberOutput members = new MemberOutput(Channels.newOutputStream(channel));
      LineOutput lines = new LineOutput(members);
      session = session == null ? name : session;
      long started = ChronoUnit.MICROS.between(Instant.EPOCH, now);
      new RecordingHeader(venue, feed, started, session, parts).write(lines);
      parts++;
      return new Part(path, channel, members, lines, now);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
