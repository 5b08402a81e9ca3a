package io.tickgate.adapter.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingPathTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    for (String name : List.of("b.gz", "a.gz", "c.txt", "odd[1].gz")) {
      Files.writeString(folder.resolve(name), name);
    }
    Files.createDirectory(folder.resolve("d.gz"));
  }

  @Test
  void findsOneFile() throws IOException {
    assertEquals(List.of("b.gz"), find("/b.gz"));
    try (var in = RecordingPath.find(folder + "/b.gz").get(0).open()) {
      assertEquals("b.gz", new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void findsFilesOfAListInItsOrder() {
    assertEquals(
        List.of("c.txt", "b.gz"), find("/c.txt , " + folder + "/b.gz," + folder + "/./c.txt,"));
  }

  @Test
  void sortsFilesOfAWildcard() {
    assertEquals(List.of("a.gz", "b.gz", "odd[1].gz"), find("/*.gz"));
    assertEquals(List.of("a.gz", "b.gz"), find("/?.gz"));
  }

  @Test
  void takesAFileWithSuchANameAsItIs() {
    assertEquals(List.of("odd[1].gz"), find("/odd[1].gz"));
  }

  @Test
  void findsResources() throws IOException {
    String name = "classpath:io/tickgate/adapter/replay/Tape.class";
    RecordingFile file = RecordingPath.find(name).get(0);
    assertEquals(name, file.name());
    try (var in = file.open()) {
      assertEquals(0xca, in.read());
    }
  }

  @Test
  void saysWhatItDoesNotFind() {
    assertEquals("no file matches " + folder + "/x", fault(folder + "/x"));
    assertEquals("no file matches " + folder + "/x*.gz", fault(folder + "/x*.gz"));
    assertEquals("no resource classpath:feeds/none", fault("classpath:feeds/none"));
    assertEquals("no file matches , ", fault(", "));
    assertEquals("wildcards may be in the file name only: /*/x", fault("/*/x"));
    assertEquals("'\0' is not a file name", fault("\0"));
    assertEquals(
        folder + " is a folder; to play all of it: " + folder + "/*", fault(folder.toString()));
  }

  private static String fault(String path) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> RecordingPath.find(path)).getMessage());
  }

  private List<String> find(String path) {
    return RecordingPath.find(folder + path).stream()
        .map(file -> file.name().substring(folder.toString().length() + 1))
        .toList();
  }
}
