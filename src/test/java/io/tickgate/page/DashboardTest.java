package io.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.TestMarket;
import io.tickgate.market.Decimal;
import io.tickgate.market.FeedState;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.web.CutProxy;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard in a real browser, fed by a simulated market and a market played by hand. */
@QuarkusTest
@TestProfile(DashboardProfile.class)
@Timeout(60)
class DashboardTest {
  private static final Symbol HAND = Symbol.of(TestMarket.FEED, "HAND-USD");
  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");

  private static Chromium chromium;

  @Inject TestMarket market;

  @TestHTTPResource("/")
  URL home;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
    setDefaultAssertionTimeout(10_000); // two cores that build something else too
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void nothingWasComplainedOf() {
    chromium.closeProfiles();
    chromium.assertCalm();
  }

  private Page open(String path) {
    Page page = chromium.page();
    page.navigate(home + path);
    return page;
  }

  private static Locator row(Page page, String symbol) {
    return page.locator(".line[data-symbol='" + symbol + "']");
  }

  /** The n-th quote: bid n.10, ask n.20. */
  private void quote(Symbol symbol, int n) {
    long now = System.currentTimeMillis() * 1_000;
    Decimal size = Decimal.parse("1");
    Decimal bid = Decimal.parse(n + ".10");
    Decimal ask = Decimal.parse(n + ".20");
    market.tick(new Quote(symbol, now, now, bid, size, ask, size));
  }

  private static int sessions() {
    return given().get("/v1/admin/sessions").then().extract().jsonPath().getList("items").size();
  }

  @Test
  void showsTicksWithinTwoSeconds() {
    Page page = chromium.page();
    long start = System.nanoTime();
    page.navigate(home.toString());
    assertThat(row(page, "sim:BTC-USD").locator(".last")).hasText(NUMBER);
    long millis = (System.nanoTime() - start) / 1_000_000;
    assertTrue(millis < 2_000, "first ticks after " + millis + " ms");
    assertThat(page.locator("#link-text")).hasText("live");
  }

  @Test
  void priceThatChangesIsLit() {
    quote(HAND, 1);
    Page page = open("");
    Locator bid = row(page, HAND.name()).locator(".bid");
    assertThat(bid).hasText("1.10");
    page.evaluate(
        """
        symbol => {
          window.lit = [];
          const cell = document.querySelector(`.line[data-symbol="${symbol}"] .bid`);
          new MutationObserver(() => window.lit.push(cell.className.match(/lit-\\w+/)?.[0] ?? ""))
            .observe(cell, { attributeFilter: ["class"] });
        }""",
        HAND.name());
    quote(HAND, 2);
    assertThat(bid).hasText("2.10");
    page.waitForFunction("() => window.lit.at(-1) === '' && window.lit.includes('lit-up')");
    quote(HAND, 1);
    assertThat(bid).hasText("1.10");
    page.waitForFunction("() => window.lit.at(-1) === '' && window.lit.includes('lit-down')");
  }

  @Test
  void symbolsAreFoundAndAddedByKeysAlone() {
    Page page = open("");
    assertThat(row(page, "sim:ETH-USD").locator(".last")).hasText(NUMBER);
    page.locator(".chip button").click(); // all of the market goes
    assertThat(page.locator("#empty")).isVisible();
    page.locator("body").press("/");
    page.keyboard().type("ltc");
    assertThat(page.locator("#suggestions li").first()).containsText("sim:LTC-USD");
    page.keyboard().press("Enter");
    assertThat(row(page, "sim:LTC-USD").locator(".last")).hasText(NUMBER);
    assertThat(page.locator("#count")).hasText("1 row");
    page.keyboard().press("/");
    page.keyboard().type("sim:*-USD");
    assertThat(page.locator("#suggestions li").first()).containsText("add all");
    page.keyboard().press("Enter");
    assertThat(row(page, "sim:BTC-USD").locator(".last")).hasText(NUMBER);
    assertThat(row(page, "sim:XRP-USD").locator(".last")).hasText(NUMBER);
    page.keyboard().press("Home");
    String second = page.locator("#grid .line[aria-rowindex='3']").getAttribute("data-symbol");
    page.keyboard().press("ArrowDown");
    assertThat(row(page, second)).hasAttribute("aria-selected", "true");
    page.keyboard().press("Enter");
    assertThat(page.locator("#symbol h1")).containsText(second.substring(4));
    page.keyboard().press("Escape");
    assertThat(page.locator("#grid")).isFocused();
    page.reload(); // and what was chosen is remembered
    assertThat(row(page, "sim:LTC-USD").locator(".last")).hasText(NUMBER);
    assertThat(row(page, "sim:AAPL")).hasCount(0);
  }

  @Test
  void symbolPageDrawsCandlesDepthAndTrades() {
    Page page = open("#/sim:BTC-USD");
    assertThat(page.locator(".symbol-head .last")).hasText(NUMBER);
    assertThat(page.locator(".ladder .bid .price").first()).hasText(NUMBER);
    assertThat(page.locator(".tape .print:not(.heading) .price").first()).hasText(NUMBER);
    page.locator(".segments button", new Page.LocatorOptions().setHasText("1s")).click();
    // candles are of the two colours of the theme; both need a few bars
    page.waitForFunction(
        """
        () => {
          const colours = new Set();
          for (const canvas of document.querySelectorAll(".chart canvas, canvas.depth")) {
            if (canvas.width < 100 || canvas.height < 100) continue;
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            for (let i = 0; i < data.length; i += 4) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
          }
          const of = (token) => parseInt(getComputedStyle(document.documentElement).getPropertyValue(token).trim().slice(1), 16);
          return colours.has(of("--up")) || colours.has(of("--down"));
        }""");
    assertThat(page.locator(".segments button[aria-pressed='true']")).hasText("1s");
  }

  @Test
  void barsOfTheLengthClickedLastAreShownThoughAnotherHistoryComesLater() {
    Page page = open("#/sim:BTC-USD");
    Locator box = page.locator("#symbol");
    assertThat(box).hasAttribute("data-bars", Pattern.compile("1s|5s|1m"));
    Pattern slow = Pattern.compile(".*/v1/bars/.*interval=5m.*");
    List<Route> held = new ArrayList<>();
    page.route(slow, held::add);
    page.locator(".segments button", new Page.LocatorOptions().setHasText("5m")).click();
    page.waitForCondition(() -> !held.isEmpty());
    page.locator(".segments button", new Page.LocatorOptions().setHasText("1h")).click();
    assertThat(box).hasAttribute("data-bars", "1h");
    page.waitForResponse(slow, held.get(0)::resume);
    page.evaluate(
        "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
    assertThat(box).hasAttribute("data-bars", "1h");
    assertThat(page.locator(".segments button[aria-pressed='true']")).hasText("1h");
  }

  @Test
  void valuesGoOnAfterTheConnectionWasCut() throws IOException {
    quote(HAND, 3);
    try (CutProxy line = new CutProxy(URI.create(home.toString()))) {
      Page page = chromium.page();
      page.navigate(line.address().toString());
      Locator bid = row(page, HAND.name()).locator(".bid");
      assertThat(bid).hasText("3.10");
      page.evaluate(
          """
          () => {
            window.states = []; // gone if the page were loaded anew
            const note = () => window.states.push(document.body.dataset.link + banner.textContent);
            new MutationObserver(note).observe(document.body, { attributeFilter: ["data-link"] });
          }""");
      line.cut();
      page.waitForFunction("() => window.states.some((each) => each.startsWith('waiting'))");
      quote(HAND, 4);
      assertThat(bid).hasText("4.10");
      quote(HAND, 5);
      assertThat(bid).hasText("5.10");
      assertThat(page.locator("#banner")).isHidden();
      assertThat(page.locator("#link-text")).hasText("live");
      chromium.closeProfiles();
    }
    chromium.forgive(); // the browser tells of the cut itself
  }

  @Test
  void staleFeedIsShown() {
    quote(HAND, 1);
    Page page = open("");
    assertThat(row(page, HAND.name()).locator(".bid")).hasText("1.10");
    market.state(FeedState.STALE);
    assertThat(row(page, HAND.name())).hasClass(Pattern.compile(".*\\bstale\\b.*"));
    assertThat(page.locator("[data-feed='test'] .badge")).hasText("stale");
    market.state(FeedState.LIVE);
    quote(HAND, 2);
    assertThat(row(page, HAND.name())).not().hasClass(Pattern.compile(".*\\bstale\\b.*"));
    assertThat(page.locator("[data-feed='test'] .badge")).hasText("live");
  }

  @Test
  void tabsShareOneConnection() {
    BrowserContext profile = chromium.profile(1440, 900, new Browser.NewContextOptions());
    Page first = profile.newPage();
    first.navigate(home.toString());
    Page second = profile.newPage();
    second.navigate(home + "#/sim:ETH-USD");
    assertThat(second.locator(".symbol-head .last")).hasText(NUMBER);
    assertThat(row(first, "sim:BTC-USD").locator(".last")).hasText(NUMBER);
    assertEquals(1, sessions());
    first.close();
    String before = second.locator(".symbol-head .last").textContent();
    assertThat(second.locator(".symbol-head .last")).not().hasText(before);
    assertEquals(1, sessions());
  }

  @Test
  void conflationCanBeWatched() {
    Page page = open("");
    assertThat(page.locator("#metric-latency")).hasText(Pattern.compile("[0-9.]+ ms"));
    assertThat(page.locator("#metric-wire"))
        .hasText(Pattern.compile("[0-9.]+ k?B/s, [1-9][0-9]?%"));
    page.locator("#cap").selectOption("8");
    assertThat(page.locator("#metric-merged")).hasText(Pattern.compile("[1-9].*/s"));
    assertThat(page.locator("#metric-slow")).containsText("late");
    page.locator("#cap").selectOption("0");
    assertThat(page.locator("#metric-slow")).hasText("no");
    page.locator("#interval").selectOption("1000");
    assertThat(page.locator("#metric-interval")).hasText("1.0 s");
    page.waitForFunction(
        """
        async () => {
          const sessions = await (await fetch("/v1/admin/sessions")).json();
          const one = await (await fetch(`/v1/admin/sessions/${sessions.items[0].id}`)).json();
          return one.subscriptions.length === 1 && one.subscriptions[0].intervalMs === 1000;
        }""");
    page.locator("#hold").check();
    page.waitForFunction("() => document.getElementById('metric-rate').textContent === '0/s'");
    page.locator("#hold").uncheck();
    assertThat(page.locator("#metric-rate")).hasText(Pattern.compile("[1-9].*/s"));
  }

  @Test
  void tapeHasKeys() {
    Page page = open("");
    Locator deck = page.locator("#decks .deck");
    assertThat(deck).containsText("rec");
    deck.locator("button").click();
    assertThat(deck.locator("button")).hasText("Play");
    assertEquals("paused", given().get("/v1/admin/replay/rec").jsonPath().getString("state"));
    deck.locator("select").selectOption("10");
    deck.locator("button").click();
    assertThat(deck.locator("button")).hasText("Pause");
    assertEquals("10", given().get("/v1/admin/replay/rec").jsonPath().getString("speed"));
  }

  @Test
  void fitsANarrowPhone() {
    Page page = chromium.profile(360, 740, new Browser.NewContextOptions()).newPage();
    for (String path : new String[] {"", "#/sim:BTC-USD"}) {
      page.navigate(home + path);
      String value =
          path.isEmpty() ? ".line[data-symbol='sim:BTC-USD'] .last" : ".symbol-head .last";
      assertThat(page.locator(value)).hasText(NUMBER);
      assertEquals(
          360, page.evaluate("() => Math.max(document.documentElement.scrollWidth, innerWidth)"));
      assertEquals(
          true,
          page.evaluate(
              "() => [...document.querySelectorAll('#grid, #symbol')].every(e => e.scrollWidth <= 360)"),
          "inside too");
    }
    page.locator("#link").click();
    assertThat(page.locator("#panel")).isVisible();
    page.keyboard().press("Escape");
    page.locator("#panel")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  @Test
  void ticksMoveNothing() {
    Page page = open("");
    assertThat(row(page, "sim:BTC-USD").locator(".last")).hasText(NUMBER);
    assertThat(page.locator("[data-feed='sim'] .badge")).hasText("live");
    assertThat(page.locator(".deck output")).not().isEmpty();
    Object lit =
        page.evaluate(
            """
            () => new Promise((done) => {
              window.moved = new Set();
              new PerformanceObserver((list) => {
                for (const { node } of list.getEntries().flatMap((each) => each.sources)) {
                  // a number that is a digit longer begins further left in its cell
                  if (node?.nodeType === 1) window.moved.add(`${node.tagName} ${node.id} ${node.className}`);
                }
              }).observe({ type: "layout-shift", buffered: false });
              let frames = 0;
              let lit = 0;
              const next = () => {
                lit += document.querySelectorAll(".lit-up, .lit-down").length;
                return ++frames < 90 ? requestAnimationFrame(next) : done(lit);
              };
              next();
            })""");
    assertTrue(((Number) lit).intValue() > 20, "hardly a tick");
    assertEquals(List.of(), page.evaluate("() => [...window.moved]"));
  }

  @Test
  void coloursFollowTheSystemAndThenTheReader() {
    Browser.NewContextOptions light =
        new Browser.NewContextOptions()
            .setColorScheme(ColorScheme.LIGHT)
            .setReducedMotion(ReducedMotion.REDUCE);
    Page page = chromium.profile(1440, 900, light).newPage();
    page.navigate(home.toString());
    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
    page.locator("#theme").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    Object duration =
        page.evaluate(
            "() => getComputedStyle(document.querySelector('.cell.bid')).transitionDuration");
    assertEquals("0s", duration);
  }

  @Test
  void everybodyCanUseIt() {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
      Browser.NewContextOptions options =
          new Browser.NewContextOptions()
              .setColorScheme(scheme)
              .setReducedMotion(
                  ReducedMotion.REDUCE); // a colour on its way has no contrast of its own
      Page page = chromium.profile(1440, 480, options).newPage();
      for (String path : new String[] {"", "#/sim:BTC-USD"}) {
        page.navigate(home + path);
        String value =
            path.isEmpty()
                ? ".line[data-symbol='sim:BTC-USD'] .last"
                : ".ladder .bid .price >> nth=0";
        assertThat(page.locator(value)).hasText(NUMBER);
        List<String> serious =
            new AxeBuilder(page)
                .analyze().getViolations().stream()
                    .filter(each -> List.of("serious", "critical").contains(each.getImpact()))
                    .map(
                        each ->
                            each.getId()
                                + ": "
                                + each.getNodes().get(0).getHtml()
                                + each.getNodes().get(0).getAny().get(0).getMessage())
                    .toList();
        assertEquals(List.of(), serious, scheme + " " + path);
      }
      chromium.closeProfiles();
    }
  }

  /** For people to look at, in {@code target/screenshots}. */
  @Test
  void picturesAreTaken() {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
      for (int width : new int[] {1440, 390}) {
        Browser.NewContextOptions options = new Browser.NewContextOptions().setColorScheme(scheme);
        Page page = chromium.profile(width, width == 390 ? 844 : 900, options).newPage();
        String name = scheme.name().toLowerCase(Locale.ROOT) + "-" + width + ".png";
        page.navigate(home.toString());
        assertThat(row(page, "sim:BTC-USD").locator(".last")).hasText(NUMBER);
        picture(page, "watchlist-" + name);
        page.navigate(home + "#/sim:BTC-USD");
        assertThat(page.locator(".ladder .bid .price").first()).hasText(NUMBER);
        page.waitForFunction("() => document.getElementById('symbol').dataset.bars");
        picture(page, "symbol-" + name);
        chromium.closeProfiles();
      }
    }
  }

  private static void picture(Page page, String name) {
    Path file = Path.of("target", "screenshots", name);
    byte[] png = page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertTrue(png.length > 20_000, name + " is almost empty");
  }
}
