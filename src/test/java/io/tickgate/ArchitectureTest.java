package io.tickgate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/** The way of a tick, adapter → book → conflate → deliver, as a table of what may import what. */
@AnalyzeClasses(packages = "io.tickgate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchRule market = mayImport("market");
  @ArchTest static final ArchRule adapter = mayImport("adapter", "market", "wire");

  /** Publishers are answered with the codes of the client protocol; who reads a venue is not. */
  @ArchTest
  static final ArchRule venuesKnowNoClients =
      noClasses()
          .that()
          .resideInAPackage("io.tickgate.adapter..")
          .and()
          .resideOutsideOfPackages(
              "io.tickgate.adapter.publish..",
              "io.tickgate.adapter.endpoint..",
              "io.tickgate.adapter.messaging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tickgate.wire..");

  /** A venue's words are tried without a socket, and a socket's owner is one class and its line. */
  @ArchTest
  static final ArchRule venuesKnowNoSockets =
      noClasses()
          .that()
          .resideInAPackage("io.tickgate.adapter.venue..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.tickgate.adapter.live..", "io.vertx..", "io.netty..");

  /** What a row says doesn't depend on who plays it, or when. */
  @ArchTest
  static final ArchRule filesKnowNoTapes =
      classes()
          .that()
          .resideInAPackage("io.tickgate.adapter.file..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.tickgate.market..",
              "io.tickgate.adapter.file..",
              "io.tickgate.adapter.venue");

  @ArchTest static final ArchRule book = mayImport("book", "market");
  @ArchTest static final ArchRule conflate = mayImport("conflate", "book", "market");
  @ArchTest static final ArchRule wire = mayImport("wire", "market");
  @ArchTest static final ArchRule record = mayImport("record", "adapter", "market");
  @ArchTest static final ArchRule audit = mayImport("audit");
  @ArchTest static final ArchRule delay = mayImport("delay", "book", "market");
  @ArchTest static final ArchRule relay = mayImport("relay", "book", "market");

  /** A node of its own touches nothing of Kafka: only these two know it. */
  @ArchTest
  static final ArchRule brokersStayOutside =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.tickgate.relay..", "io.tickgate.adapter.messaging..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest static final ArchRule venueServer = mayImport("venueserver", "adapter", "market");
  @ArchTest static final ArchRule shard = mayImport("shard");
  @ArchTest static final ArchRule page = mayImport("page");
  @ArchTest static final ArchRule client = mayImport("client");

  @ArchTest
  static final ArchRule cli = mayImport("cli", "adapter", "record", "book", "market", "client");

  @ArchTest static final ArchRule security = mayImport("security", "audit", "wire", "market");

  @ArchTest
  static final ArchRule deliver =
      mayImport("deliver", "conflate", "book", "wire", "shard", "security", "audit", "market");

  @ArchTest
  static final ArchRule nobodySeesTheRoot =
      noClasses()
          .that()
          .resideInAPackage("io.tickgate.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.tickgate");

  @ArchTest
  static final ArchRule coreIsPlainJava =
      classes()
          .that()
          .resideInAnyPackage(
              "io.tickgate.market..", "io.tickgate.book..", "io.tickgate.conflate..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "io.tickgate..", "org.jspecify..");

  private static ArchRule mayImport(String stage, String... others) {
    List<String> allowed = new ArrayList<>(List.of("io.tickgate." + stage + ".."));
    for (String other : others) {
      allowed.add("io.tickgate." + other + "..");
    }
    return classes()
        .that()
        .resideInAPackage("io.tickgate." + stage + "..")
        .should()
        .onlyDependOnClassesThat(
            notOfTickgate()
                .or(JavaClass.Predicates.resideInAnyPackage(allowed.toArray(String[]::new))))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> notOfTickgate() {
    return DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.tickgate.."));
  }
}
