package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.arc.Unremovable;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tickgate.market.Symbol;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Traces where they are switched on: of requests, and never of ticks. */
@QuarkusTest
@TestProfile(NoCompressionTest.Profile.class)
class TracesTest {
  private static final int TICKS = 200;

  /** A handshake's, whenever it comes to its end. */
  private static final int OF_A_CLIENT = 3;

  private static final Predicate<String> REQUEST =
      Pattern.compile("(GET|POST|PUT|DELETE|HEAD|OPTIONS|OPEN|CLOSE) /.*").asMatchPredicate();

  /** Takes the place of a collector. */
  @Singleton
  @Unremovable
  public static class Spans implements SpanExporter {
    private final Queue<String> names = new ConcurrentLinkedQueue<>();

    List<String> names() {
      return List.copyOf(names);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      spans.forEach(span -> names.add(span.getName()));
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Inject TestMarket market;
  @Inject Spans spans;

  @Test
  void requestsAreTracedAndTicksAreNot() {
    Symbol symbol = Ticks.fresh("TRACED");
    market.tick(Ticks.trade(symbol, 1));
    String request = "GET /v1/symbols";
    int earlier = count(request);
    given().get("/v1/symbols").then().statusCode(200);
    awaitSpan(request, earlier + 1);
    try (StreamClient client = StreamClient.connect()) {
      client.subscribe("trade", symbol);
      client.next("trade", symbol);
      int before = spans.names().size();
      for (int n = 2; n <= TICKS; n++) {
        market.tick(Ticks.trade(symbol, n));
      }
      client.nextWith("trade", symbol, "id", "t" + TICKS);
      List<String> after = spans.names();
      assertTrue(after.size() - before <= OF_A_CLIENT, after::toString);
      // of all that this gateway has done for any test: requests to a path, nothing else
      assertEquals(List.of(), after.stream().filter(span -> !REQUEST.test(span)).toList());
    }
  }

  private int count(String span) {
    return Collections.frequency(spans.names(), span);
  }

  /** Requests of the test before may end meanwhile. */
  private void awaitSpan(String name, int least) {
    Scale.await("a span of " + name, () -> count(name) >= least);
  }
}
