package network.rei.dau;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds the code to the table of packages in ARCHITECTURE.md: a package uses only the packages that
 * its row names, and the row says what the first sentence of the {@code package-info.java} says.
 */
@AnalyzeClasses(packages = "network.rei.dau", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String BASE = "network.rei.dau";
  private static final String ROOT = "(root)";
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern ROW =
      Pattern.compile("^\\| `?([a-z0-9.()]+)`? \\| (.*) \\| (.*) \\|$");

  /** A row of the table. */
  private record Row(String owns, Set<String> uses) {}

  @ArchTest
  static void shouldUseOnlyThePackagesThatTheTableNames(JavaClasses classes) throws IOException {
    Map<String, Row> table = table();
    Set<String> violations = new TreeSet<>();
    for (JavaClass origin : classes) {
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        String from = name(origin.getPackageName());
        String to = name(dependency.getTargetClass().getPackageName());
        if (!to.isEmpty() && !top(from).equals(top(to)) && !mayUse(table.get(from), to)) {
          violations.add(
              "%s uses %s: %s -> %s"
                  .formatted(
                      from,
                      to,
                      origin.getSimpleName(),
                      dependency.getTargetClass().getSimpleName()));
        }
      }
    }
    assertThat(violations).isEmpty();
  }

  @ArchTest
  static void shouldUseEachPackageThatTheTableNames(JavaClasses classes) throws IOException {
    Map<String, Set<String>> used =
        classes.stream()
            .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
            .collect(
                Collectors.groupingBy(
                    dependency -> name(dependency.getOriginClass().getPackageName()),
                    Collectors.mapping(
                        dependency -> name(dependency.getTargetClass().getPackageName()),
                        Collectors.toSet())));
    table()
        .forEach(
            (from, row) ->
                assertThat(row.uses())
                    .as("packages that the table lets %s use", from)
                    .isSubsetOf(
                        from.equals(ROOT) ? row.uses() : used.getOrDefault(from, Set.of())));
  }

  @ArchTest
  static void shouldDescribeEachPackageAsItsPackageInfoDoes(JavaClasses classes)
      throws IOException {
    Set<String> packages =
        classes.stream()
            .map(JavaClass::getPackageName)
            .map(ArchitectureTest::name)
            .collect(Collectors.toSet());
    Map<String, Row> table = table();
    assertThat(table.keySet()).as("rows of the table").isEqualTo(packages);
    for (Map.Entry<String, Row> row : table.entrySet()) {
      assertThat(row.getValue().owns())
          .as("what %s owns", row.getKey())
          .isEqualTo(firstSentence(row.getKey()));
    }
  }

  @ArchTest
  static final ArchRule shouldUsePrometheusInMetricsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("..observability.metrics..", "..observability.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule shouldSendSpansInTelemetryOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("..observability.telemetry..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry.sdk..", "io.opentelemetry.exporter..");

  @ArchTest
  static final ArchRule shouldKeepActivityPure =
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
  static final ArchRule shouldUseWeb3jInChainOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("network.rei.dau.chain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "okhttp3..", "okio..");

  @ArchTest
  static final ArchRule shouldUseJdbcInStorageOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("..storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule shouldHaveNoCyclesBetweenPackages =
      slices()
          .matching("network.rei.dau.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              JavaClass.Predicates.resideInAPackage("..observability.metrics.."), alwaysTrue());

  private static boolean mayUse(Row row, String to) {
    return row != null && (row.uses().contains("everything") || row.uses().contains(to));
  }

  /** The name of a package in the table; empty for one of another project. */
  private static String name(String packageName) {
    if (packageName.equals(BASE)) {
      return ROOT;
    }
    return packageName.startsWith(BASE + ".") ? packageName.substring(BASE.length() + 1) : "";
  }

  private static String top(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static Map<String, Row> table() throws IOException {
    Map<String, Row> rows = new LinkedHashMap<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(Path.of("ARCHITECTURE.md"))) {
      if (line.startsWith("| package | ")) {
        inTable = true;
      } else if (inTable && !line.startsWith("|")) {
        return rows;
      } else if (inTable) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          rows.put(row.group(1), new Row(row.group(2).replace("`", ""), uses(row.group(3))));
        }
      }
    }
    return rows;
  }

  private static Set<String> uses(String cell) {
    return cell.equals("nothing")
        ? Set.of()
        : Arrays.stream(cell.replace("`", "").split(", ")).collect(Collectors.toSet());
  }

  /** The first sentence of a package's description, without Javadoc's tags. */
  private static String firstSentence(String name) throws IOException {
    String folder = name.equals(ROOT) ? BASE : BASE + "." + name;
    String info =
        Files.readString(SOURCES.resolve(folder.replace('.', '/')).resolve("package-info.java"));
    String text =
        info.substring(info.indexOf("/**") + 3, info.indexOf("*/"))
            .replaceAll("\\s*\\n\\s*\\* ?", " ")
            .replaceAll("\\{@(?:code|link) ([^}]*)}", "$1")
            .strip();
    Matcher sentence = Pattern.compile("^.*?\\.(?= |$)").matcher(text);
    return sentence.find() ? sentence.group() : text;
  }
}
