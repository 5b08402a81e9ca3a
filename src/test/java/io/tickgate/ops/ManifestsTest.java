package io.tickgate.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
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
      if (document.path("kind").asText().equals("Deployment")
          && document.at("/metadata/name").asText().equals("tickgate")) {
        long sleep = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asLong();
        long grace = pod.path("terminationGracePeriodSeconds").asLong();
        assertTrue(grace >= sleep + window() + 10, grace + " s");
      }
      if (document.path("kind").asText().equals("Deployment")) {
        restricted(pod);
      }
    }
  }

  private static long window() throws IOException {
    Properties config = new Properties();
    try (InputStream in =
        Files.newInputStream(Path.of("deploy/kubernetes/base/application.properties"))) {
      config.load(in);
    }
    return Long.parseLong(config.getProperty("tickgate.drain.window").replace("s", ""));
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
