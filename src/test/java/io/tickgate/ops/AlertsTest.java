package io.tickgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which alerts fire is told in {@code alerts.test.yaml}, as promtool reads it. */
class AlertsTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  @Test
  void fireForWhatTheySay() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROMTOOL), "skipped: no promtool (Debian's package prometheus)");
    Process promtool =
        new ProcessBuilder(
                PROMTOOL.toString(), "test", "rules", "src/test/resources/alerts.test.yaml")
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, promtool.waitFor(), said);
  }
}
