package io.tickgate.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** How the pages are served: policy, caching, compression. */
@QuarkusTest
@TestProfile(DashboardProfile.class)
class PageRouteTest {
  private static final Pattern ASSET = Pattern.compile("/assets/[a-z]+-[0-9a-f]{12}\\.[a-z]+");

  private static final RestAssuredConfig AS_SENT =
      RestAssuredConfig.config()
          .decoderConfig(
              DecoderConfig.decoderConfig().noContentDecoders().useNoWrapForInflateDecoding(true));

  private static List<String> assets() {
    String page = given().get("/").then().statusCode(200).extract().asString();
    List<String> found = ASSET.matcher(page).results().map(MatchResult::group).toList();
    assertEquals(3, found.size(), page);
    return found;
  }

  @Test
  void pageIsAskedForAgainAndHoldsNoScriptOrStyle() {
    String policy = given().get("/").header("Content-Security-Policy");
    assertTrue(
        policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
    assertTrue(!policy.contains("unsafe"), policy);
    given()
        .get("/")
        .then()
        .contentType("text/html;charset=utf-8")
        .header("Cache-Control", "no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .body(not(containsString("style=")))
        .body(not(containsString("<style")));
  }

  @Test
  void assetsAreKeptForEver() {
    for (String asset : assets()) {
      String tag =
          given()
              .get(asset)
              .then()
              .statusCode(200)
              .header("Cache-Control", "public, max-age=31536000, immutable")
              .extract()
              .header("ETag");
      given().header("If-None-Match", tag).get(asset).then().statusCode(304);
      given()
          .head(asset)
          .then()
          .statusCode(200)
          .header("Cache-Control", containsString("immutable"));
    }
    given().get("/assets/main-000000000000.js").then().statusCode(404);
    given().get("/assets/../application.properties").then().statusCode(404);
  }

  @Test
  void assetsAreDeflatedForWhoTakesIt() throws IOException {
    String script =
        assets().stream().filter(each -> each.endsWith(".js")).findFirst().orElseThrow();
    byte[] plain = sent(script, "identity", null);
    byte[] gzip = sent(script, "deflate, gzip", "gzip");
    assertArrayEquals(plain, sent(script, "br;q=0, gzip;q=0", null));
    assertArrayEquals(plain, new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes());
    assertTrue(gzip.length < plain.length / 2, gzip.length + " bytes");
    byte[] brotli = sent(script, "gzip, deflate, br", "br");
    assertTrue(brotli.length < gzip.length, brotli.length + " bytes in brotli");
  }

  /** The body as it comes. What brotli it is the browser tests show, as the JDK can't read it. */
  private static byte[] sent(String path, String accepted, String coding) {
    Response response = given().config(AS_SENT).header("Accept-Encoding", accepted).get(path);
    response.then().header("Content-Encoding", equalTo(coding)).header("Vary", "Accept-Encoding");
    return response.asByteArray();
  }
}
