package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the software bill of materials that the build writes. */
class BillOfMaterialsNightly {

  private static final Path JAR = Path.of(System.getProperty("rei-dau.jar"));

  private static final Set<String> PERMISSIVE =
      Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0");

  /** Groups whose licence differs from the one in their descriptors; NOTICE names it. */
  private static final Map<String, String> AS_NOTICE_SAYS =
      Map.of(
          "com.typesafe.akka", "BUSL-1.1",
          "com.lightbend.akka.discovery", "BUSL-1.1",
          "com.lightbend.akka.management", "BUSL-1.1",
          "org.bouncycastle", "Bouncy Castle Licence", // the text of the MIT licence
          "org.jline", "BSD-4-Clause",
          "com.thoughtworks.paranamer", "BSD-4-Clause");

  private static JsonNode bom;

  @BeforeAll
  static void read() throws IOException {
    Path file = JAR.resolveSibling("bom.json");
    if (System.getenv("CI") == null) {
      assumeThat(file).as("the file, which an offline build does not write").exists();
    }
    bom = new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void shouldBeACycloneDxDocumentOfThisProject() {
    assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bom.get("specVersion").asText()).startsWith("1.");
    assertThat(bom.at("/metadata/component/name").asText()).isEqualTo("rei-dau-stats");
    assertThat(bom.get("components")).hasSizeGreaterThan(50);
  }

  @Test
  void eachLibraryHasAnAddressAChecksumAndALicenceThatIsKnownToDo() {
    for (JsonNode component : bom.get("components")) {
      String library = component.get("purl").asText();
      assertThat(library).startsWith("pkg:maven/");
      assertThat(component.get("hashes")).as(library).isNotEmpty();
      assertThat(licences(component))
          .as(library)
          .isNotEmpty()
          .anyMatch(
              licence ->
                  PERMISSIVE.contains(licence)
                      || licence.equals(AS_NOTICE_SAYS.get(component.get("group").asText())));
    }
  }

  @Test
  void shouldNameTheLibrariesInTheJarAndNoTestLibraries() throws IOException {
    TreeMap<String, String> versions = new TreeMap<>();
    for (JsonNode component : bom.get("components")) {
      versions.put(component.get("name").asText(), component.get("version").asText());
    }

    assertThat(versions)
        .containsEntry("akka-actor-typed_2.13", "2.8.5")
        .containsEntry("akka-http_2.13", "10.5.3")
        .containsKeys("sqlite-jdbc", "postgresql", "RoaringBitmap", "uplot", "flyway-core")
        .doesNotContainKeys("junit-jupiter", "assertj-core", "playwright");
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getEntry("akka/actor/typed/ActorSystem.class")).isNotNull();
      assertThat(jar.getEntry("org/junit/jupiter/api/Test.class")).isNull();
    }
  }

  private static Set<String> licences(JsonNode component) {
    Set<String> licences = new TreeSet<>();
    for (JsonNode said : component.path("licenses")) {
      Stream.of(said.at("/license/id"), said.at("/license/name"), said.path("expression"))
          .map(JsonNode::asText)
          .filter(name -> !name.isEmpty())
          .forEach(licences::add);
    }
    return licences;
  }
}
