package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProtocolProfile.class)
class NoTracesTest {
  @Inject OpenTelemetry telemetry;
  @Inject TracesTest.Spans spans;

  @Test
  void nothingIsTracedUnlessItIsAskedFor() {
    given().get("/v1/symbols").then().statusCode(200);
    given().get("/v1/symbols").then().statusCode(200); // by now the first has ended
    if (telemetry instanceof OpenTelemetrySdk sdk) { // what waits would go out now
      var flushed = sdk.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
      assertTrue(flushed.isSuccess());
    }
    assertEquals(List.of(), spans.names());
  }
}
