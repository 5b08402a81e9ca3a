package io.tickgate.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Chromium that is installed on this machine, without a window. Notes everything that a page
 * complains about. One a test class; its thread only.
 */
public final class Chromium implements AutoCloseable {
  /** Set by the build server, where tests in the browser must not be left out unnoticed. */
  private static final String REQUIRED = "TICKGATE_REQUIRE_BROWSER";

  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));

  /** A machine with two cores that builds something else too. */
  private static final double PATIENCE_MILLIS = 10_000;

  private final List<String> complaints = new ArrayList<>();
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    // who builds as root, in a container, has no sandbox
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  /** Starts it; where there is none the test is skipped, or fails where it must not be. */
  public static Chromium start() {
    Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    if (program == null && System.getenv(REQUIRED) != null) {
      fail(REQUIRED + " is set and there is no Chromium in " + PLACES);
    }
    assumeTrue(program != null, "skipped: no Chromium in " + PLACES);
    return new Chromium(program);
  }

  /** A browser profile of its own: storage, shared workers, size and colours. */
  BrowserContext profile(int width, int height, Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options.setViewportSize(width, height));
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    context.onWebError(error -> complaints.add(error.error()));
    return context;
  }

  /** A page in a profile of its own. */
  public Page page() {
    return profile(1440, 900, new Browser.NewContextOptions()).newPage();
  }

  /** Whether no page wrote an error or a warning, refused by its CSP or otherwise, since asked. */
  void assertCalm() {
    List<String> told = List.copyOf(complaints);
    complaints.clear();
    assertEquals(List.of(), told);
  }

  /** Forgets what was complained of: where a connection is cut, the browser says so. */
  void forgive() {
    complaints.clear();
  }

  /** Ends all profiles, and what ran in them. */
  void closeProfiles() {
    List.copyOf(browser.contexts()).forEach(BrowserContext::close);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
