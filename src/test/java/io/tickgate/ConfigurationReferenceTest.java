package io.tickgate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * {@code deploy/CONFIGURATION.md} says what the sources say of each key. After a change of a config
 * interface, {@code ./mvnw test -Dtest=ConfigurationReferenceTest -Dreference.write=true} writes it
 * anew.
 */
class ConfigurationReferenceTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path PAGE = Path.of("deploy/CONFIGURATION.md");

  private static final String HEAD =
      """
      # Keys of the configuration

      Made from the sources by `./mvnw test -Dtest=ConfigurationReferenceTest -Dreference.write=true`. Keys are set in
      `config/application.properties` in the folder the gateway is started from (`/deployments/config` in the images), one key a line, as `-Dkey=value`, or
      in the environment (`TICKGATE_DRAIN_WINDOW=20s`); durations are `500ms`, `5s`, `2m`, `1h`, sizes `64K`, `16M`. Keys of Quarkus itself, such as ports
      and TLS, are in its [reference](https://quarkus.io/guides/all-config).
      """;

  /** One key and what is said of it. */
  private record Key(String name, String type, String usual, String text) {}

  @Test
  void pageIsWhatTheSourcesSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page, "write it anew with -Dreference.write=true");
  }

  private static String page() throws IOException {
    Map<String, List<Key>> groups = new TreeMap<>();
    for (Key key : keys()) {
      assertTrue(!key.text.isEmpty(), key.name + " has no javadoc");
      assertTrue(!key.type.isEmpty(), key.name + " has a type of which nothing is said");
      String[] parts = key.name.split("\\.", 3);
      groups.computeIfAbsent(parts[0] + "." + parts[1], each -> new ArrayList<>()).add(key);
    }
    assertTrue(groups.size() > 10, groups.keySet().toString());
    StringBuilder page = new StringBuilder(HEAD);
    groups.forEach(
        (group, keys) -> {
          page.append("\n## ")
              .append(group)
              .append("\n\n| key | type | default | |\n|---|---|---|---|\n");
          for (Key key : keys) {
            page.append(
                "| `%s` | %s | %s | %s |\n".formatted(key.name, key.type, key.usual, key.text));
          }
        });
    return page.toString();
  }

  private static List<Key> keys() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Key> keys = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8);
        Stream<Path> all = Files.walk(SOURCES)) {
      List<File> sources = new ArrayList<>();
      for (Path path : all.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        if (Files.readString(path).contains("@ConfigMapping")) {
          sources.add(path.toFile());
        }
      }
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromFiles(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Mappings(docs, keys).scan(unit, null);
      }
    }
    return keys;
  }

  /** Collects the keys of one file. */
  private static final class Mappings extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final List<Key> keys;
    private final Map<String, TreePath> groups = new HashMap<>(); // interfaces of the file
    private final Map<String, String> imports = new HashMap<>(); // full names by simple ones
    private String home = ""; // the file's package

    Mappings(DocTrees docs, List<Key> keys) {
      this.docs = docs;
      this.keys = keys;
    }

    @Override
    public Void visitCompilationUnit(CompilationUnitTree unit, Void unused) {
      home = String.valueOf(unit.getPackageName());
      for (ImportTree each : unit.getImports()) {
        String name = each.getQualifiedIdentifier().toString();
        imports.put(name.substring(name.lastIndexOf('.') + 1), name);
      }
      List<TreePath> mappings = new ArrayList<>();
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree type, Void none) {
          if (type.getKind() == Tree.Kind.INTERFACE) {
            groups.put(type.getSimpleName().toString(), getCurrentPath());
            if (annotation(type.getModifiers(), "ConfigMapping") != null) {
              mappings.add(getCurrentPath());
            }
          }
          return super.visitClass(type, none);
        }
      }.scan(new TreePath(unit), null);
      for (TreePath mapping : mappings) {
        ClassTree type = (ClassTree) mapping.getLeaf();
        add(mapping, value(type.getModifiers(), "ConfigMapping"));
      }
      return null;
    }

    private void add(TreePath group, String prefix) {
      for (Tree member : ((ClassTree) group.getLeaf()).getMembers()) {
        if (member instanceof MethodTree method && method.getBody() == null) {
          add(new TreePath(group, method), method, prefix);
        }
      }
    }

    private void add(TreePath path, MethodTree method, String prefix) {
      ModifiersTree modifiers = method.getModifiers();
      String type = method.getReturnType().toString();
      boolean parent = annotation(modifiers, "WithParentName") != null;
      String name = parent ? prefix : prefix + "." + kebab(method.getName().toString());
      boolean map = type.startsWith("Map<");
      String item = map ? type.replaceAll("Map<[^,]*, *|>$", "") : type;
      if (map) {
        name += groups.containsKey(item) ? ".<id>" : ".\"<key>\"";
      }
      if (groups.containsKey(item)) {
        add(groups.get(item), name);
        return;
      }
      String usual = value(modifiers, "WithDefault");
      DocCommentTree doc = docs.getDocCommentTree(path);
      keys.add(
          new Key(
              name,
              type(item),
              usual.isEmpty() ? "" : "`" + usual + "`",
              doc == null
                  ? ""
                  : text(doc.getFullBody().toString().isEmpty() ? "" : docs.getDocComment(path))));
    }

    private String type(String java) {
      String plain = java.replaceAll("Optional<(.*)>|Optional(Int|Long)", "$1$2");
      String item = plain.replaceAll("(?:List|Set)<(.*)>", "$1");
      String said =
          switch (item) {
            case "int", "long", "Int", "Long", "Integer" -> "number";
            case "boolean" -> "true, false";
            case "MemorySize" -> "size";
            case "Instant" -> "time";
            case "String" -> "text";
            case "Duration" -> "duration";
            case "Path" -> "path";
            default -> values(item);
          };
      return item.equals(plain) ? said : said + ", …";
    }

    /** What an enum's values are in a configuration. */
    private String values(String type) {
      String binary = type.replace('.', '$');
      String outermost = type.replaceFirst("\\..*", "");
      List<String> places = new ArrayList<>();
      places.add(
          imports.getOrDefault(outermost, home + "." + outermost)
              + binary.substring(outermost.length()));
      groups.keySet().forEach(group -> places.add(home + "." + group + "$" + binary));
      return places.stream()
          .flatMap(Mappings::constants)
          .map(each -> "`" + each.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
          .collect(Collectors.joining(", "));
    }

    /** Of an enum; none where there is no class of that name. */
    private static Stream<Object> constants(String name) {
      try {
        return Stream.of(Class.forName(name).getEnumConstants());
      } catch (ClassNotFoundException e) {
        return Stream.empty();
      }
    }

    private static String text(String doc) {
      return doc.replaceAll("(?s)\\n *@.*", "")
          .replaceAll("\\s+", " ")
          .replaceAll("</?(?:p|ul|li|em)>", " ")
          .replaceAll("\\{@(?:code|link|linkplain) ([^}]*)}", "`$1`")
          .replaceAll(" +", " ")
          .replace("|", "\\|")
          .strip();
    }

    private static String kebab(String name) {
      return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static AnnotationTree annotation(ModifiersTree modifiers, String name) {
      return modifiers.getAnnotations().stream()
          .filter(each -> each.getAnnotationType().toString().equals(name))
          .findFirst()
          .orElse(null);
    }

    private static String value(ModifiersTree modifiers, String name) {
      AnnotationTree annotation = annotation(modifiers, name);
      if (annotation == null || annotation.getArguments().isEmpty()) {
        return "";
      }
      ExpressionTree argument = annotation.getArguments().get(0);
      ExpressionTree value =
          argument instanceof AssignmentTree assigned ? assigned.getExpression() : argument;
      return value instanceof LiteralTree literal
          ? literal.getValue().toString()
          : value.toString();
    }
  }
}
