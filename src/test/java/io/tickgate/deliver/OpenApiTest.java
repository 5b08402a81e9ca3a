package io.tickgate.deliver;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document knows every path of the gateway's own, and what each asks for. */
@QuarkusTest
@TestProfile(ProtocolProfile.class)
class OpenApiTest {
  private static final List<Class<? extends Annotation>> METHODS =
      List.of(GET.class, POST.class, PUT.class, DELETE.class);

  /** What asks nobody, or lets a client bring its token later. */
  private static final Set<String> OPEN = Set.of("/v1/protocol", "/v1/schemas/{name}");

  @Inject Router router;

  private JsonNode document;

  @BeforeEach
  void read() {
    document = Inbox.parse(given().accept("application/json").get("/q/openapi").asString());
  }

  @Test
  void everyPathIsThere() {
    Set<String> documented = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> documented.add(verb + " " + path.getKey())));
    Set<String> served = new TreeSet<>(resources());
    served.addAll(routes());
    served.removeIf(each -> documented.contains(each));
    assertEquals(Set.of(), served, "not in the document");
    assertTrue(documented.contains("post /v1/ingest"), documented.toString());
    assertTrue(documented.contains("delete /v1/admin/sessions/{id}"), documented.toString());
  }

  @Test
  void everyOperationSaysWhatItDoesAndWhatItAsksFor() {
    JsonNode scheme = document.at("/components/securitySchemes/token");
    assertEquals("bearer", scheme.path("scheme").asText());
    assertEquals("[{\"token\":[]}]", document.path("security").toString());
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(operation -> check(path.getKey(), operation.getValue())));
  }

  private static void check(String path, JsonNode operation) {
    if (path.startsWith("/v1")) {
      assertFalse(operation.path("summary").asText().isEmpty(), path);
      assertTrue(operation.path("responses").size() > 0, path);
      assertEquals(OPEN.contains(path), operation.path("security").toString().equals("[]"), path);
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    for (String reference : document.findValuesAsText("$ref")) {
      assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
    }
  }

  /** Paths of annotated classes, as {@code get /v1/…}. */
  private static Set<String> resources() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tickgate")) {
      if (each.isAnnotatedWith(Path.class)) {
        String base = each.getAnnotationOfType(Path.class).value();
        each.getMethods().forEach(method -> addOperations(base, method, found));
      }
    }
    assertTrue(found.size() > 10, found.toString());
    return found;
  }

  private static void addOperations(String base, JavaMethod method, Set<String> found) {
    boolean hidden =
        method.tryGetAnnotationOfType(Operation.class).map(Operation::hidden).orElse(false);
    String rest = method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
    for (Class<? extends Annotation> verb : METHODS) {
      if (method.isAnnotatedWith(verb) && !hidden) {
        String path = (base + rest).replaceAll("\\{(\\w+):[^/]*}", "{$1}");
        found.add(verb.getSimpleName().toLowerCase(Locale.ROOT) + " " + path);
      }
    }
  }

  /** Paths that are handled without a resource. */
  private Set<String> routes() {
    Set<String> found = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      String path = route.getPath();
      if (path != null && path.startsWith("/v1/") && route.methods() != null) {
        route
            .methods()
            .forEach(verb -> found.add(verb.name().toLowerCase(Locale.ROOT) + " " + path));
      }
    }
    assertTrue(found.contains("post /v1/ingest"), found.toString());
    return found;
  }
}
