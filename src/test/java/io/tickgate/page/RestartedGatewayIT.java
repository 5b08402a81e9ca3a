package io.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.tickgate.relay.GatewayProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page stays open while the packaged gateway behind it is killed and started again. */
@Timeout(120)
class RestartedGatewayIT {
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");

  @Test
  void valuesGoOnWithoutAReload() throws Exception {
    assumeTrue(Files.exists(GatewayProcess.JAR), "skipped: " + GatewayProcess.JAR + " isn't there");
    Path folder = Files.createDirectories(Path.of("target/restarted"));
    setDefaultAssertionTimeout(30_000); // a start on a machine that is busy
    try (Chromium chromium = Chromium.start();
        GatewayProcess gateway = new GatewayProcess("restarted", folder, List.of())) {
      gateway.awaitReady();
      assertEquals(List.of(), gateway.complaints());
      Page page = chromium.page();
      page.navigate("http://127.0.0.1:" + gateway.port() + "/");
      Locator last = page.locator(".line[data-symbol='sim:BTC-USD'] .last");
      assertThat(last).hasText(NUMBER);
      assertThat(page.locator("#link-text")).hasText("live");
      page.evaluate("() => { window.neverLoadedAgain = true; }");

      gateway.kill();
      assertThat(page.locator("#link-text")).not().hasText("live");
      String stood = last.textContent();
      gateway.start();
      assertThat(page.locator("#link-text")).hasText("live");
      assertThat(last).not().hasText(stood);
      String next = last.textContent();
      assertThat(last).not().hasText(next);
      assertThat(page.locator("#banner")).isHidden();
      assertEquals(true, page.evaluate("() => window.neverLoadedAgain"));
    }
  }
}
