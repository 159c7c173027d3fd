package network.rei.dau;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The package table of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "network.rei.dau", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule everyPackageUsesOnlyWhatTheTableAllows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("root")
          .definedBy("network.rei.dau")
          .layer("cli")
          .definedBy("..cli..")
          .layer("http")
          .definedBy("..http..")
          .layer("ingest")
          .definedBy("..ingest..")
          .layer("stats")
          .definedBy("..stats..")
          .layer("storage")
          .definedBy("..storage..")
          .layer("views")
          .definedBy("..views..")
          .layer("chain")
          .definedBy("..chain..")
          .layer("activity")
          .definedBy("..activity..")
          .layer("cluster")
          .definedBy("..cluster..")
          .layer("settings")
          .definedBy("..settings..")
          .layer("counting")
          .definedBy("..counting..")
          .layer("actors")
          .definedBy("..actors..")
          .layer("metrics")
          .definedBy("..metrics..")
          .layer("operations")
          .definedBy("..operations..")
          .layer("simulator")
          .definedBy("..simulator..")
          .whereLayer("root")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("cli")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("root", "cli", "metrics")
          .whereLayer("ingest")
          .mayOnlyBeAccessedByLayers("root", "cli", "operations", "http", "metrics")
          .whereLayer("operations")
          .mayOnlyBeAccessedByLayers("root", "cli", "http")
          .whereLayer("stats")
          .mayOnlyBeAccessedByLayers("root", "ingest", "operations", "http", "metrics")
          .whereLayer("storage")
          .mayOnlyBeAccessedByLayers("root", "cli", "stats", "ingest", "operations", "http")
          .whereLayer("views")
          .mayOnlyBeAccessedByLayers("root", "stats", "storage", "http")
          .whereLayer("chain")
          .mayOnlyBeAccessedByLayers("root", "ingest", "metrics")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("root", "ingest", "stats", "http", "metrics")
          .whereLayer("counting")
          .mayOnlyBeAccessedByLayers("chain", "stats", "ingest", "http", "actors", "metrics")
          .whereLayer("actors")
          .mayOnlyBeAccessedByLayers("root", "stats", "ingest", "operations", "http", "metrics")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("root")
          .whereLayer("simulator")
          .mayOnlyBeAccessedByLayers("cli");

  @ArchTest
  static final ArchRule theSimulatorUsesNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("..simulator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..activity..",
              "..chain..",
              "..views..",
              "..storage..",
              "..stats..",
              "..ingest..",
              "..http..",
              "..settings..",
              "..cluster..",
              "..counting..",
              "..actors..",
              "..metrics..",
              "..operations..",
              "..cli..");

  @ArchTest
  static final ArchRule countingUsesNothingButTheJdk =
      classes()
          .that()
          .resideInAPackage("..counting..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..counting..");

  @ArchTest
  static final ArchRule onlyMetricsKnowsMicrometer =
      noClasses()
          .that()
          .resideOutsideOfPackage("..metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule activityIsPure =
      noClasses()
          .that()
          .resideInAPackage("..activity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("akka..", "com.fasterxml..", "java.io..", "java.net..", "java.sql..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule onlyChainKnowsWeb3j =
      noClasses()
          .that()
          .resideOutsideOfPackage("..chain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "okhttp3..", "okio..");

  @ArchTest
  static final ArchRule onlyStorageKnowsJdbc =
      noClasses()
          .that()
          .resideOutsideOfPackage("..storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("network.rei.dau.(*)..").should().beFreeOfCycles();
}
