package io.tickgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What can be told of images without building them, which {@code containers/check.sh} does. */
class ImagesTest {
  private static final Path DEPLOY = Path.of("deploy");

  /** Who replaces containers that fail would replace nodes that drain. */
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native"})
  void healthIsToLive(String kind) throws IOException {
    String file = Files.readString(DEPLOY.resolve("containers/Containerfile." + kind));
    Matcher check = Pattern.compile("HEALTHCHECK (?:.*\\\\\n)?.*CMD (\\[.*])").matcher(file);
    assertTrue(check.find(), file);
    JsonNode command = new YAMLMapper().readTree(check.group(1));
    assertEquals("health", command.path(command.size() - 2).asText());
    assertEquals("--live", command.path(command.size() - 1).asText());
  }

  private static List<JsonNode> gateways() throws IOException {
    List<JsonNode> gateways = new ArrayList<>();
    for (JsonNode service : compose().path("services")) {
      if (service.path("image").asText().equals("tickgate:jvm")) {
        gateways.add(service);
      }
    }
    assertEquals(3, gateways.size());
    return gateways;
  }

  /** With its anchors resolved, which Jackson leaves as they are. */
  private static JsonNode compose() throws IOException {
    Object all = new Yaml().load(Files.readString(DEPLOY.resolve("compose.yaml")));
    return new ObjectMapper().valueToTree(all);
  }

  /** Two that build one name at once fail on a machine that doesn't have it yet. */
  @Test
  void oneServiceBuildsTheImage() throws IOException {
    int builders = 0;
    for (JsonNode gateway : gateways()) {
      boolean builds = gateway.path("build").has("dockerfile");
      builders += builds ? 1 : 0;
      assertEquals(builds ? "" : "never", gateway.path("pull_policy").asText());
    }
    assertEquals(1, builders);
  }

  /** Or the native transport can't be mapped. */
  @Test
  void whatIsUnpackedCanBeRun() throws IOException {
    for (JsonNode gateway : gateways()) {
      assertEquals("/tmp:exec", gateway.path("tmpfs").path(0).asText());
    }
    assertTrue(Files.readString(DEPLOY.resolve("README.md")).contains("--tmpfs /tmp:exec"));
  }

  @Test
  void jibStartsItAsTheOthersDo() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertEquals("/deployments", property(pom, "quarkus.jib.working-directory"));
    List<String> flags =
        Files.readAllLines(DEPLOY.resolve("jvm.options")).stream()
            .filter(line -> line.startsWith("-"))
            .toList();
    assertEquals(String.join(",", flags), property(pom, "quarkus.jib.jvm-additional-arguments"));
  }

  private static String property(String pom, String name) {
    Matcher element = Pattern.compile("<" + name + ">(.*)</" + name + ">").matcher(pom);
    assertTrue(element.find(), name);
    return element.group(1);
  }

  @Test
  void releaseHasTheVersionOfItsTag() throws IOException {
    JsonNode workflow = new YAMLMapper().readTree(Path.of(".github/workflows/build.yml").toFile());
    List<String> commands = new ArrayList<>();
    workflow.at("/jobs/release/steps").forEach(step -> commands.add(step.path("run").asText()));
    List<Integer> order =
        List.of(
            first(
                commands, "versions-maven-plugin:.*:set -DnewVersion=\"\\$\\{GITHUB_REF_NAME#v}\""),
            first(commands, "mvnw .* package "),
            first(commands, "docker build "));
    assertEquals(order.stream().sorted().distinct().toList(), order, commands.toString());
  }

  private static int first(List<String> commands, String regex) {
    Pattern pattern = Pattern.compile(regex);
    for (int i = 0; i < commands.size(); i++) {
      if (pattern.matcher(commands.get(i)).find()) {
        return i;
      }
    }
    throw new AssertionError(regex + " in " + commands);
  }
}
