package io.tickgate.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.tickgate.page.Chromium;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;

/**
 * What the dashboard costs a browser: frames, script and memory while a list of {@code
 * bench.symbols} (1000) symbols is watched, each {@code bench.rate} (20) times a second. Starts the
 * packaged gateway on {@code bench.port} (18090) and the Chromium that is installed.
 */
public final class PageBench {
  private static final int SYMBOLS = Integer.getInteger("bench.symbols", 1_000);
  private static final int RATE = Integer.getInteger("bench.rate", 20);
  private static final int PORT = Integer.getInteger("bench.port", 18_090);
  private static final int FRAME_SECONDS = 10;
  private static final int HEAP_SECONDS = 60;
  private static final String HOME = "http://localhost:" + PORT;

  private PageBench() {}

  public static void main(String[] args) throws Exception {
    Process gateway = gateway();
    try (Chromium chromium = Chromium.start()) {
      awaitReady();
      Page page = chromium.page();
      page.addInitScript("localStorage.setItem('tickgate.watchlist', '[\"sim:*\"]')");
      page.navigate(HOME);
      page.locator("#interval").selectOption(String.valueOf(1_000 / RATE));
      page.waitForFunction(
          "n => document.getElementById('count').textContent === n + ' rows'", SYMBOLS);
      page.waitForTimeout(5_000); // compiled by then
      measure(page);
    } finally {
      gateway.destroy();
      gateway.waitFor();
    }
  }

  private static Process gateway() throws IOException {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx1g",
            "-Dquarkus.http.port=" + PORT,
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.insecure-requests=enabled",
            "-Dtickgate.security.auth=off",
            "-Dtickgate.feeds.demo.enabled=false",
            "-Dtickgate.feeds.sim.symbols=" + SYMBOLS,
            "-Dtickgate.feeds.sim.rate=" + SYMBOLS * RATE,
            "-Dtickgate.feeds.sim.opening-rush=false",
            "-Dtickgate.feeds.sim.even=true",
            "-jar",
            "target/quarkus-app/quarkus-run.jar");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void awaitReady() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(HOME + "/q/health/ready")).build();
    for (int i = 0; i < 300; i++) {
      try {
        HttpClient client = HttpClient.newHttpClient();
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // not yet
      }
      Thread.sleep(200);
    }
    throw new IllegalStateException("the gateway didn't start: is it packaged?");
  }

  private static void measure(Page page) {
    CDPSession tools = page.context().newCDPSession(page);
    JsonObject cpu = new JsonObject(); // time of the thread: what else the machine does is left out
    cpu.addProperty("timeDomain", "threadTicks");
    tools.send("Performance.enable", cpu);
    double heap = heap(tools);
    JsonObject before = metrics(tools);
    long start = System.nanoTime();
    int[] frames = frames(page);
    double seconds = (System.nanoTime() - start) / 1e9;
    JsonObject after = metrics(tools);
    page.waitForTimeout((HEAP_SECONDS - FRAME_SECONDS) * 1_000);
    double grown = heap(tools) - heap;
    print("symbols × updates/s            %d × %d", SYMBOLS, RATE);
    print("updates/s in the page          %s", page.locator("#metric-rate").textContent());
    print("frames in %d s, dropped        %d, %d", FRAME_SECONDS, frames[0], frames[1]);
    double script = spent(before, after, "ScriptDuration");
    double layout =
        spent(before, after, "LayoutDuration") + spent(before, after, "RecalcStyleDuration");
    double all = spent(before, after, "TaskDuration");
    print("CPU of the page's main thread  ms/s   ms/frame");
    print("  script                       %4.0f   %8.1f", script / seconds, script / frames[0]);
    print("  style and layout             %4.0f   %8.1f", layout / seconds, layout / frames[0]);
    print("  in all                       %4.0f   %8.1f", all / seconds, all / frames[0]);
    print("heap, growth in %d s, MB       %.1f, %.1f", HEAP_SECONDS, heap, grown);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Frames of the next seconds, and those that were due and didn't come, at 60 a second. */
  private static int[] frames(Page page) {
    Object counted =
        page.evaluate(
            """
            (seconds) => new Promise((done) => {
              let frames = 0, dropped = 0, first = 0, last = 0;
              const next = (now) => {
                if (last) {
                  frames++;
                  dropped += Math.max(0, Math.round((now - last) / (1000 / 60)) - 1);
                }
                first ||= now;
                last = now;
                return now - first < seconds * 1000 ? requestAnimationFrame(next) : done([frames, dropped]);
              };
              requestAnimationFrame(next);
            })""",
            FRAME_SECONDS);
    List<?> both = (List<?>) counted;
    return new int[] {((Number) both.get(0)).intValue(), ((Number) both.get(1)).intValue()};
  }

  private static double heap(CDPSession tools) {
    tools.send("HeapProfiler.collectGarbage");
    return metrics(tools).get("JSHeapUsedSize").getAsDouble() / 1e6;
  }

  private static JsonObject metrics(CDPSession tools) {
    JsonObject byName = new JsonObject();
    for (JsonElement each : tools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      byName.add(
          each.getAsJsonObject().get("name").getAsString(), each.getAsJsonObject().get("value"));
    }
    return byName;
  }

  /** Milliseconds. */
  private static double spent(JsonObject before, JsonObject after, String name) {
    return (after.get(name).getAsDouble() - before.get(name).getAsDouble()) * 1_000;
  }
}
