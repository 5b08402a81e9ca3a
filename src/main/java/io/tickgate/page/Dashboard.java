package io.tickgate.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files of the dashboard by their paths. Assets carry a hash of their content in the name, so a
 * browser may keep them for ever; the page names them by it. Empty when the build left the pages
 * out. Immutable.
 */
final class Dashboard {
  private static final String FOLDER = "dashboard/";
  private static final String ASSETS = "/assets/";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, Page> pages = new HashMap<>();

  /** Reads what is on the class path. */
  Dashboard(ClassLoader loader) {
    Map<String, String> types = new LinkedHashMap<>(); // who names another comes behind it
    types.put("icon.svg", "image/svg+xml");
    types.put("worker.js", JAVASCRIPT);
    types.put("main.js", JAVASCRIPT);
    types.put("main.css", "text/css; charset=utf-8");
    Map<String, String> names = new HashMap<>();
    types.forEach(
        (name, type) -> {
          String text = read(loader, name);
          if (text != null) {
            Page page = Page.of(type, renamed(text, names).getBytes(UTF_8));
            int dot = name.indexOf('.');
            String path = ASSETS + name.substring(0, dot) + "-" + page.hash() + name.substring(dot);
            names.put(ASSETS + name, path);
            pages.put(path, page);
          }
        });
    String index = read(loader, "index.html");
    if (index != null) {
      byte[] content = renamed(index, names).getBytes(UTF_8);
      pages.put("/", Page.of("text/html; charset=utf-8", content));
    }
  }

  /** What is served at a path, or null. */
  @Nullable Page find(String path) {
    return pages.get(path);
  }

  private static String renamed(String text, Map<String, String> names) {
    String result = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      result = result.replace(name.getKey(), name.getValue());
    }
    return result;
  }

  private static @Nullable String read(ClassLoader loader, String name) {
    try (InputStream in = loader.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
