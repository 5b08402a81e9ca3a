package io.tickgate.record;

import io.tickgate.adapter.replay.RecordingFormat;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Keeps all recordings of a folder together within a size: the oldest goes first, with the index
 * beside it. A file that is being written never goes, nor one whose name isn't of our own pattern.
 * Writers' threads.
 */
final class DiskBudget {
  private static final Logger LOG = Logger.getLogger(DiskBudget.class);

  /** What {@link RecordingFiles} names its files. */
  private static final Pattern OURS =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._-]{0,63}-[0-9]{8}T[0-9]{6}\\.[0-9]{6}Z(-[0-9]{1,4})?"
              + Pattern.quote(RecordingFormat.SUFFIX));

  private final Path folder;
  private final long bytes;
  private final Set<Path> written = ConcurrentHashMap.newKeySet(); // one a recorder

  /**
   * A budget.
   *
   * @param bytes 0 for none
   */
  DiskBudget(Path folder, long bytes) {
    this.folder = folder;
    this.bytes = bytes;
  }

  private record Recording(Path path, long size, long modified) {}

  /** That file is being written from now on. */
  void begin(Path file) {
    written.add(file);
  }

  /** That file isn't written any more. */
  void end(Path file) {
    written.remove(file);
  }

  /**
   * Deletes what is too much.
   *
   * @return how many recordings went
   */
  synchronized int enforce() throws IOException {
    if (bytes == 0) {
      return 0;
    }
    List<Recording> all = recordings();
    all.sort(Comparator.comparingLong(Recording::modified).thenComparing(Recording::path));
    long total = all.stream().mapToLong(Recording::size).sum();
    int deleted = 0;
    for (Recording each : all) {
      if (total <= bytes) {
        break;
      }
      if (!written.contains(each.path)) {
        Files.deleteIfExists(each.path);
        Files.deleteIfExists(RecordingFormat.index(each.path));
        LOG.infof("recording deleted file=%s bytes=%d reason=disk-budget", each.path, each.size);
        total -= each.size;
        deleted++;
      }
    }
    return deleted;
  }

  private List<Recording> recordings() throws IOException {
    List<Recording> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (OURS.matcher(String.valueOf(file.getFileName())).matches()) {
          add(file, all);
        }
      }
    }
    return all;
  }

  private static void add(Path file, List<Recording> all) throws IOException {
    try {
      BasicFileAttributes is =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (is.isRegularFile()) {
        all.add(new Recording(file, is.size(), is.lastModifiedTime().toMillis()));
      }
    } catch (NoSuchFileException e) {
      // somebody else cleans up too
    }
  }
}
