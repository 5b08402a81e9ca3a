package io.tickgate.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the dashboard by their paths, as {@code src/main/web/app/build.mjs} made and listed
 * them. Assets carry a hash of their content in the name. Empty when the build left the pages out.
 * Immutable.
 */
final class Dashboard {
  private static final String FOLDER = "dashboard/";
  private static final String INDEX = "index.html";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Page> pages = new HashMap<>();

  /** Reads what is on the class path. */
  Dashboard(ClassLoader loader) {
    byte[] list = read(loader, "files.txt");
    if (list != null) {
      new String(list, UTF_8)
          .lines()
          .forEach(name -> pages.put(name.equals(INDEX) ? "/" : "/" + name, page(loader, name)));
    }
  }

  /** What is served at a path, or null. */
  @Nullable Page find(String path) {
    return pages.get(path);
  }

  private static Page page(ClassLoader loader, String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    byte[] content = read(loader, name);
    byte[] brotli = read(loader, name + ".br");
    if (type == null || content == null || brotli == null) {
      throw new IllegalStateException(FOLDER + name + " is listed, and not whole in this build");
    }
    return Page.of(type, content, brotli);
  }

  private static byte @Nullable [] read(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
