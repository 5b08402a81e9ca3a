package io.tickgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.deliver.SecurityProfile;
import io.tickgate.deliver.TestMarket;
import io.tickgate.market.Decimal;
import io.tickgate.market.Quote;
import io.tickgate.market.Symbol;
import io.tickgate.security.TokenMint;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard of a gateway that asks for tokens. */
@QuarkusTest
@TestProfile(SecurityProfile.class)
@Timeout(60)
class LoginTest {
  private static final String READER = "login-reader";
  private static final Symbol ONE = Symbol.of(TestMarket.FEED, "LOGIN-ONE");

  private static Chromium chromium;
  private final TokenMint mint = TokenMint.shared();

  @Inject TestMarket market;

  @TestHTTPResource("/")
  URL home;

  @BeforeAll
  static void startBrowser() {
    chromium = Chromium.start();
    setDefaultAssertionTimeout(10_000);
  }

  @AfterAll
  static void stopBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void startWithAValue() {
    quote(1);
  }

  @AfterEach
  void nothingWasComplainedOf() {
    chromium.closeProfiles();
    chromium.assertCalm();
  }

  private void quote(int n) {
    long now = System.currentTimeMillis() * 1_000;
    Decimal size = Decimal.parse("1");
    market.tick(
        new Quote(ONE, now, now, Decimal.parse(n + ".10"), size, Decimal.parse(n + ".20"), size));
  }

  private List<Map<String, Object>> sessions(String subject) {
    String operator = mint.sign(TokenMint.claims("operator", "md-admin"));
    return given()
        .header("Authorization", "Bearer " + operator)
        .get("/v1/admin/sessions")
        .jsonPath()
        .getList("items.findAll { it.subject == '" + subject + "' }");
  }

  /** A page that watches one symbol, whatever else other tests have brought. */
  private Page open() {
    Page page = chromium.page();
    page.addInitScript("localStorage.setItem('tickgate.watchlist', '[\"" + ONE + "\"]')");
    page.navigate(home.toString());
    return page;
  }

  private static void enter(Page page, String token) {
    assertThat(page.locator("#login")).isVisible();
    page.locator("#token").fill(token);
    page.locator("#token").press("Enter");
    assertThat(page.locator("#login")).isHidden();
  }

  @Test
  void tokenIsAskedForAndAnotherTakesItsPlaceInTheSameConnection() {
    Page page = open();
    enter(page, mint.reader(READER));
    Locator bid = page.locator(".line[data-symbol='" + ONE + "'] .bid");
    assertThat(bid).hasText("1.10");
    assertFalse(page.url().contains("token") || page.url().contains("ey"), page.url());
    Object connection = sessions(READER).get(0).get("id");
    page.locator("#token-change").click();
    enter(page, mint.reader(READER, Map.of("minIntervalMs", 50)));
    quote(2);
    assertThat(bid).hasText("2.10");
    assertEquals(1, sessions(READER).size());
    assertEquals(connection, sessions(READER).get(0).get("id"));
    page.reload(); // the tab still has it
    assertThat(bid).hasText("2.10");
    assertThat(page.locator("#login")).isHidden();
  }

  @Test
  void tokenOfSomebodyElseOpensTheConnectionAnew() {
    Page page = open();
    enter(page, mint.reader("login-first"));
    Locator bid = page.locator(".line[data-symbol='" + ONE + "'] .bid");
    assertThat(bid).hasText("1.10");
    page.locator("#token-change").click();
    enter(page, mint.reader("login-second"));
    page.waitForCondition(
        () -> sessions("login-first").isEmpty() && sessions("login-second").size() == 1);
    quote(2);
    assertThat(bid).hasText("2.10");
    assertThat(page.locator("#banner")).isHidden();
  }

  @Test
  void tokenThatIsNotTakenIsToldAndTheConnectionGoesOn() {
    Page page = open();
    enter(page, mint.reader("login-third"));
    Locator bid = page.locator(".line[data-symbol='" + ONE + "'] .bid");
    assertThat(bid).hasText("1.10");
    page.locator("#token-change").click();
    enter(page, "not.a.token");
    assertThat(page.locator("#banner")).containsText("The other token was not taken (unauthorized");
    quote(2);
    assertThat(bid).hasText("2.10");
    assertEquals(1, sessions("login-third").size());
    chromium.closeProfiles();
    chromium.forgive(); // the browser tells of each 401
  }

  @Test
  void wrongTokenIsAskedForAgain() {
    Page page = open();
    enter(page, "not.a.token");
    assertThat(page.locator("#login")).isVisible();
    enter(page, mint.reader("bob"));
    assertThat(page.locator(".line[data-symbol='" + ONE + "'] .bid")).hasText("1.10");
    chromium.closeProfiles();
    chromium.forgive(); // the browser tells of each 401
  }
}
