package io.tickgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether a gateway is ready. */
@Command(
    name = "health",
    description = {
      "Says whether a gateway is ready, for the HEALTHCHECK of a container.",
      "Prints a line; exits with 0 when it is ready, else with 1."
    })
final class HealthCommand extends ToolCommand {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/q/health/ready";

  /**
   * Below what containers usually grant a check, and far above what a gateway that is well needs.
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

  @Override
  public Integer call() throws IOException, InterruptedException {
    HttpResponse<InputStream> response = ask(url == null ? LocalGateway.addresses() : List.of(url));
    String body;
    try (InputStream in = response.body()) {
      body = new String(in.readNBytes(MAX_BODY), UTF_8);
    }
    boolean ready = response.statusCode() == 200;
    console().out().println(ready ? "ready" : "not ready: " + reason(response.statusCode(), body));
    return ready ? 0 : 1;
  }

  /** The answer of the first at which anybody listens. */
  private HttpResponse<InputStream> ask(List<URI> gateways)
      throws IOException, InterruptedException {
    for (URI gateway : gateways) {
      try {
        return ask(gateway);
      } catch (ConnectException e) {
        // perhaps at the next
      }
    }
    throw new CommandFault(
        "nobody listens at "
            + gateways.stream().map(URI::toString).collect(Collectors.joining(" or ")));
  }

  private HttpResponse<InputStream> ask(URI gateway) throws IOException, InterruptedException {
    URI ready = ready(gateway);
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(PATIENCE);
    if (trust != null) {
      client.sslContext(Trust.certificates(trust));
    } else if (isHere(gateway)) {
      client.sslContext(Trust.anybody());
    }
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(PATIENCE).build();
    try {
      return client.build().send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      throw new CommandFault(gateway + ": " + e.getMessage());
    }
  }

  private static URI ready(URI gateway) {
    String scheme = String.valueOf(gateway.getScheme());
    if (gateway.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw CommandFault.misuse("--url: '" + gateway + "' is no http or https address");
    }
    return gateway.resolve(PATH);
  }

  private static boolean isHere(URI gateway) throws IOException {
    return gateway.getScheme().equals("https")
        && InetAddress.getByName(gateway.getHost()).isLoopbackAddress();
  }

  /** The checks that fail, with what they say. */
  private static String reason(int status, String body) {
    StringJoiner failed = new StringJoiner(", ");
    try {
      for (JsonNode check : JSON.readTree(body).path("checks")) {
        if (!check.path("status").asText().equals("UP")) {
          failed.add(check.path("name").asText() + " " + check.path("data"));
        }
      }
    } catch (JsonProcessingException e) {
      // no gateway
    }
    return failed.length() == 0 ? "answered with " + status : failed.toString();
  }
}
