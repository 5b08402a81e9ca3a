package io.tickgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether a gateway is ready, or whether it lives. */
@Command(
    name = "health",
    description = {
      "Says whether a gateway is ready, or lives, for the HEALTHCHECK of a container.",
      "Prints a line; exits with 0 when it is, else with 1."
    })
final class HealthCommand extends ToolCommand {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For an address to take the connection; the next one is tried then. */
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

  /**
   * For the whole answer of one address. With the above less than the ten seconds that the images
   * grant the check, and far above what a gateway that is well needs.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Some bytes a feed, and a gateway has a few dozen. */
  private static final int MAX_BODY = 64 * 1024;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Of the gateway, such as http://localhost:8080. Default: this machine and the port that is"
              + " configured here, by QUARKUS_HTTP_PORT for instance.")
  private @Nullable URI url;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) to trust instead of the JDK's, for https. Without it any certificate"
              + " will do at a loopback address, whose name no certificate has.")
  private @Nullable Path trust;

  @Option(
      names = "--live",
      description =
          "Ask whether it lives, for those who replace a container that isn't well: a gateway whose"
              + " venues are away, or that drains, isn't ready and would be of no more use anew.")
  private boolean live;

  /** What was answered, as far as anybody wants to know. */
  private record Answer(int status, String body) {
    static Answer read(HttpResponse<InputStream> response) {
      try (InputStream in = response.body()) {
        return new Answer(response.statusCode(), new String(in.readNBytes(MAX_BODY), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Answer answer = ask(url == null ? LocalGateway.addresses() : List.of(url));
    boolean well = answer.status() == 200;
    String asked = live ? "live" : "ready";
    console().out().println(well ? asked : "not " + asked + ": " + reason(answer));
    return well ? 0 : 1;
  }

  /** The answer of the first at which anybody listens. */
  private Answer ask(List<URI> gateways) throws IOException, InterruptedException {
    for (URI gateway : gateways) {
      try {
        return ask(gateway);
      } catch (ConnectException | HttpConnectTimeoutException e) {
        // perhaps at the next
      }
    }
    throw new CommandFault(
        "nobody listens at "
            + gateways.stream().map(URI::toString).collect(Collectors.joining(" or ")));
  }

  private Answer ask(URI gateway) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(asked(gateway)).build();
    try {
      // the client's own timeout would be over with the head
      return client(gateway)
          .sendAsync(request, BodyHandlers.ofInputStream())
          .thenApplyAsync(Answer::read)
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CommandFault(gateway + ": no answer within " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
        throw (IOException) cause;
      }
      throw new CommandFault(gateway + ": " + (cause == null ? e : cause).getMessage());
    }
  }

  private HttpClient client(URI gateway) throws IOException {
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT_PATIENCE);
    if (trust != null) {
      client.sslContext(Trust.certificates(trust));
    } else if (isHere(gateway)) {
      client.sslContext(Trust.anybody());
    }
    return client.build();
  }

  private URI asked(URI gateway) {
    String scheme = String.valueOf(gateway.getScheme());
    if (gateway.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw CommandFault.misuse("--url: '" + gateway + "' is no http or https address");
    }
    return gateway.resolve(live ? "/q/health/live" : "/q/health/ready");
  }

  private static boolean isHere(URI gateway) throws IOException {
    return gateway.getScheme().equals("https")
        && InetAddress.getByName(gateway.getHost()).isLoopbackAddress();
  }

  /** The checks that fail, with what they say. */
  private static String reason(Answer answer) {
    StringJoiner failed = new StringJoiner(", ");
    try {
      for (JsonNode check : JSON.readTree(answer.body()).path("checks")) {
        if (!check.path("status").asText().equals("UP")) {
          failed.add(check.path("name").asText() + " " + check.path("data"));
        }
      }
    } catch (JsonProcessingException e) {
      // no gateway
    }
    return failed.length() == 0 ? "answered with " + answer.status() : failed.toString();
  }
}
