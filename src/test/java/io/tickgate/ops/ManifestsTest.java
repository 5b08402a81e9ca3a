package io.tickgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.tickgate.adapter.venue.Dialogues;
import io.tickgate.adapter.venue.Venues;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl kustomize} makes of each overlay keeps to the schema of its kinds. */
class ManifestsTest {
  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "ConfigMap", ConfigMap.class,
          "Deployment", Deployment.class,
          "HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "NetworkPolicy", NetworkPolicy.class,
          "PodDisruptionBudget", PodDisruptionBudget.class,
          "Service", Service.class,
          "ServiceAccount", ServiceAccount.class);

  /** For an ingesting node's feeds, senders and leases to end. */
  private static final long STOP_SECONDS = 20;

  private final ObjectMapper json = new ObjectMapper();

  private static List<JsonNode> build(String overlay) throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/kubectl")),
        "skipped: no kubectl (Debian's package kubernetes-client)");
    Path folder = Path.of("deploy/kubernetes/overlays", overlay);
    Process kubectl =
        new ProcessBuilder("kubectl", "kustomize", folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream out = kubectl.getInputStream();
        MappingIterator<JsonNode> documents =
            new YAMLMapper().readerFor(JsonNode.class).readValues(out)) {
      return documents.readAll();
    } finally {
      kubectl.destroy();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native", "split"})
  void fieldsAreThoseOfTheSchema(String overlay) throws Exception {
    Set<String> kinds = new TreeSet<>();
    List<String> faults = new ArrayList<>();
    for (JsonNode document : build(overlay)) {
      String kind = document.path("kind").asText();
      kinds.add(kind);
      Class<?> type = KINDS.get(kind);
      if (type != null) {
        Object object = json.treeToValue(document, type); // wrong types throw
        collectUnknown(object, kind, faults);
      } else {
        assertEquals("monitoring.coreos.com/v1", document.path("apiVersion").asText(), kind);
      }
    }
    assertTrue(kinds.containsAll(KINDS.keySet()), kinds.toString());
    assertEquals(List.of(), faults);
  }

  /** Fields that the model doesn't know end up in a map of their own. */
  private static void collectUnknown(Object object, String path, List<String> faults)
      throws ReflectiveOperationException {
    for (Method method : object.getClass().getMethods()) {
      if (method.getParameterCount() > 0 || !method.getName().startsWith("get")) {
        continue;
      }
      Object value = method.invoke(object);
      if (method.getName().equals("getAdditionalProperties")) {
        ((Map<?, ?>) value).keySet().forEach(key -> faults.add(path + "." + key));
      } else if (value instanceof Collection<?> items) {
        for (Object item : items) {
          descend(item, path + "." + method.getName(), faults);
        }
      } else {
        descend(value, path + "." + method.getName(), faults);
      }
    }
  }

  private static void descend(Object value, String path, List<String> faults)
      throws ReflectiveOperationException {
    if (value != null
        && value.getClass().getName().startsWith("io.fabric8")
        && !value.getClass().isEnum()) {
      collectUnknown(value, path, faults);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native", "split"})
  void graceIsLongerThanTheDrain(String overlay) throws IOException {
    for (JsonNode document : build(overlay)) {
      JsonNode pod = document.at("/spec/template/spec");
      if (document.path("kind").asText().equals("Deployment")) {
        long sleep = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong();
        long grace = pod.path("terminationGracePeriodSeconds").asLong();
        assertTrue(grace >= sleep + window() + STOP_SECONDS, grace + " s");
        restricted(pod);
      }
    }
  }

  private static long window() throws IOException {
    return Long.parseLong(config().getProperty("tickgate.drain.window").replace("s", ""));
  }

  private static Properties config() throws IOException {
    Properties config = new Properties();
    try (InputStream in =
        Files.newInputStream(Path.of("deploy/kubernetes/base/application.properties"))) {
      config.load(in);
    }
    return config;
  }

  /** Where one venue is all there is, its absence would take every node out of the service. */
  @Test
  void readinessDoesNotHangOnOneVenue() throws IOException {
    Properties config = config();
    Set<String> venues = new TreeSet<>();
    for (String key : config.stringPropertyNames()) {
      if (key.matches("tickgate\\.feeds\\.[^.]+\\.venue")) {
        venues.add(config.getProperty(key));
      }
    }
    assertTrue(venues.size() > 1, venues.toString());
    assertNull(config.getProperty("tickgate.ready.feeds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native", "split"})
  void podsMayReachEveryVenue(String overlay) throws IOException {
    Set<Integer> open = new TreeSet<>();
    for (JsonNode policy : ofKind(build(overlay), "NetworkPolicy")) {
      policy.at("/spec/egress").findValues("port").forEach(port -> open.add(port.asInt()));
    }
    for (String venue : Venues.names()) {
      int port = URI.create(Dialogues.create(venue).url()).getPort();
      assertTrue(open.contains(port < 0 ? 443 : port), venue + ": " + open);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native", "split"})
  void podsOfEachDeploymentAreServedGuardedAndScraped(String overlay) throws IOException {
    List<JsonNode> all = build(overlay);
    for (JsonNode deployment : ofKind(all, "Deployment")) {
      String name = deployment.at("/metadata/name").asText();
      JsonNode labels = deployment.at("/spec/template/metadata/labels");
      List<JsonNode> services =
          ofKind(all, "Service").stream()
              .filter(each -> has(labels, each.at("/spec/selector")))
              .toList();
      assertEquals(1, services.size(), name + ": services");
      assertTrue(
          ofKind(all, "NetworkPolicy").stream()
              .anyMatch(each -> selects(each.at("/spec/podSelector"), labels)),
          name + ": no policy");
      assertEquals(
          1,
          ofKind(all, "PodDisruptionBudget").stream()
              .filter(each -> selects(each.at("/spec/selector"), labels))
              .count(),
          name + ": budgets");
      JsonNode ofService = services.get(0).at("/metadata/labels");
      assertTrue(
          ofKind(all, "ServiceMonitor").stream()
              .anyMatch(each -> selects(each.at("/spec/selector"), ofService)),
          name + ": no monitor");
    }
  }

  /** One late answer, of a node under load, is no reason to send its newcomers elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native", "split"})
  void probesHavePatience(String overlay) throws IOException {
    for (JsonNode deployment : ofKind(build(overlay), "Deployment")) {
      JsonNode probe = deployment.at("/spec/template/spec/containers/0/readinessProbe");
      assertEquals(3, probe.path("timeoutSeconds").asInt());
      assertEquals(2, probe.path("failureThreshold").asInt());
    }
  }

  @Test
  void topicsOfSplitNodesSurviveABroker() throws IOException {
    List<JsonNode> relay =
        ofKind(build("split"), "ConfigMap").stream()
            .filter(each -> each.at("/metadata/name").asText().startsWith("tickgate-relay"))
            .toList();
    assertEquals(1, relay.size());
    assertEquals("3", relay.get(0).at("/data/TICKGATE_RELAY_REPLICATION").asText());
  }

  private static List<JsonNode> ofKind(List<JsonNode> all, String kind) {
    return all.stream().filter(each -> each.path("kind").asText().equals(kind)).toList();
  }

  private static boolean selects(JsonNode selector, JsonNode labels) {
    for (JsonNode each : selector.path("matchExpressions")) {
      assertEquals("In", each.path("operator").asText());
      if (!values(each.path("values")).contains(labels.path(each.path("key").asText()).asText())) {
        return false;
      }
    }
    return has(labels, selector.path("matchLabels"));
  }

  private static List<String> values(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(each -> values.add(each.asText()));
    return values;
  }

  private static boolean has(JsonNode labels, JsonNode wanted) {
    return wanted.properties().stream()
        .allMatch(each -> each.getValue().equals(labels.path(each.getKey())));
  }

  /** What a JVM may take without what it takes besides stays below what the pod may. */
  @ParameterizedTest
  @ValueSource(strings = {"jvm", "native", "split"})
  void heapAndDirectMemoryLeaveRoom(String overlay) throws IOException {
    String flags = Files.readString(Path.of("deploy/jvm.options"));
    for (JsonNode deployment : ofKind(build(overlay), "Deployment")) {
      JsonNode container = deployment.at("/spec/template/spec/containers/0");
      String all = String.join("\n", values(container.path("args"))) + "\n" + flags;
      long most = mebibytes(all, "-Xmx") + mebibytes(all, "-XX:MaxDirectMemorySize=");
      long limit = mebibytes(container.at("/resources/limits/memory").asText(), "");
      assertTrue(most + most / 4 <= limit, most + " MiB of " + limit);
    }
  }

  /** Of the first that is said. */
  private static long mebibytes(String text, String flag) {
    Matcher size = Pattern.compile("(?m)^" + flag + "(\\d+)([gGmM])").matcher(text);
    assertTrue(size.find(), flag + " in " + text);
    return Long.parseLong(size.group(1)) << (size.group(2).equalsIgnoreCase("g") ? 10 : 0);
  }

  /** As the Pod Security Standards' level restricted asks. */
  private static void restricted(JsonNode pod) {
    assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
    assertEquals("RuntimeDefault", pod.at("/securityContext/seccompProfile/type").asText());
    for (JsonNode container : pod.path("containers")) {
      JsonNode security = container.path("securityContext");
      assertEquals("false", security.path("allowPrivilegeEscalation").asText());
      assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
      assertEquals("ALL", security.at("/capabilities/drop/0").asText());
    }
  }
}
