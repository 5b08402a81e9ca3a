package io.tickgate.adapter.replay;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Finds the files that a configured path means: names with commas between, wildcards in the last
 * part of a name, or {@code classpath:} and the name of a resource.
 */
final class RecordingPath {
  private static final String CLASSPATH = "classpath:";

  private RecordingPath() {}

  /**
   * The files in the order of the path, those of a wildcard by name, none twice.
   *
   * @throws IllegalArgumentException when a part of the path finds nothing; says which
   */
  static List<RecordingFile> find(String path) {
    List<RecordingFile> files = new ArrayList<>();
    for (String part : path.split(",")) {
      for (RecordingFile file : findPart(part.strip())) {
        if (files.stream().noneMatch(known -> known.name().equals(file.name()))) {
          files.add(file);
        }
      }
    }
    if (files.isEmpty()) {
      throw noFile(path);
    }
    return files;
  }

  private static List<RecordingFile> findPart(String part) {
    if (part.isEmpty()) {
      return List.of();
    }
    if (part.startsWith(CLASSPATH)) {
      return List.of(resource(part));
    }
    try {
      // a file whose name holds such characters goes first
      return hasWildcard(part) && !exists(part) ? matching(part) : List.of(file(Path.of(part)));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + part + "' is not a file name", e);
    }
  }

  private static RecordingFile resource(String part) {
    String name = part.substring(CLASSPATH.length());
    RecordingFile file = new RecordingFile(part, 0, () -> openResource(name));
    try (InputStream in = file.open()) {
      return file;
    } catch (IOException e) {
      throw new IllegalArgumentException("no resource " + part, e);
    }
  }

  private static InputStream openResource(String name) throws IOException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader =
        context != null ? context : Objects.requireNonNull(RecordingPath.class.getClassLoader());
    InputStream in = loader.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name);
    }
    return in;
  }

  private static RecordingFile file(Path path) {
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(path + " is a folder; to play all of it: " + path + "/*");
    }
    if (!Files.isRegularFile(path)) {
      throw noFile(path.toString());
    }
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(path + " may not be read");
    }
    Path normal = path.normalize();
    return new RecordingFile(
        normal.toString(), normal.toFile().length(), () -> Files.newInputStream(normal));
  }

  private static List<RecordingFile> matching(String glob) {
    int slash = glob.lastIndexOf('/');
    String folder = glob.substring(0, slash + 1);
    if (hasWildcard(folder)) {
      throw new IllegalArgumentException("wildcards may be in the file name only: " + glob);
    }
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> matches =
        Files.newDirectoryStream(Path.of(folder), glob.substring(slash + 1))) {
      for (Path match : matches) {
        if (Files.isRegularFile(match)) {
          paths.add(match);
        }
      }
    } catch (IOException | DirectoryIteratorException | java.util.regex.PatternSyntaxException e) {
      throw new IllegalArgumentException("no file matches " + glob + ": " + e, e);
    }
    if (paths.isEmpty()) {
      throw noFile(glob);
    }
    return paths.stream().sorted().map(RecordingPath::file).toList();
  }

  private static boolean hasWildcard(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static boolean exists(String part) {
    return Files.exists(Path.of(part));
  }

  private static IllegalArgumentException noFile(String path) {
    return new IllegalArgumentException("no file matches " + path);
  }
}
