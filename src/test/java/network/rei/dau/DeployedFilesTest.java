package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import network.rei.dau.storage.jdbc.dialect.PostgresDialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the manifests, the image and the build in {@code deploy} against the service. */
class DeployedFilesTest {

  private static final Path CLUSTER = Path.of("deploy/kubernetes/cluster.yaml");
  private static final Path SCALABLE = Path.of("deploy/kubernetes/scalable-cluster.yaml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Reads the classes of the model without the setters in which they collect unknown fields. */
  private static final ObjectMapper MODEL =
      new ObjectMapper()
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "Service", io.fabric8.kubernetes.api.model.Service.class,
          "ServiceAccount", ServiceAccount.class,
          "Role", Role.class,
          "RoleBinding", RoleBinding.class,
          "PersistentVolumeClaim", PersistentVolumeClaim.class,
          "Deployment", Deployment.class,
          "StatefulSet", StatefulSet.class,
          "NetworkPolicy", NetworkPolicy.class,
          "PodDisruptionBudget", PodDisruptionBudget.class);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/kubernetes/cluster.yaml",
        "deploy/kubernetes/scalable-cluster.yaml",
        "deploy/kubernetes/single-node.yaml"
      })
  void shouldNotEndAStartThatMigratesTheStore(Path manifest) throws IOException {
    JsonNode probe = container(manifest).get("startupProbe");

    assertThat(
            Duration.ofSeconds(
                probe.get("periodSeconds").asLong() * probe.get("failureThreshold").asLong()))
        .isGreaterThan(PostgresDialect.MIGRATION_TIMEOUT);
  }

  /** The API server ignores or refuses fields that it does not know, depending on its version. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/kubernetes/cluster.yaml",
        "deploy/kubernetes/scalable-cluster.yaml",
        "deploy/kubernetes/single-node.yaml"
      })
  void shouldHaveOnlyFieldsThatKubernetesKnows(Path manifest) throws IOException {
    for (JsonNode document : documents(manifest)) {
      String kind = document.get("kind").asText();
      HasMetadata resource = MODEL.treeToValue(document, KINDS.get(kind));

      assertThat(resource.getApiVersion()).isEqualTo(document.get("apiVersion").asText());
      assertThat(resource.getMetadata().getName()).isNotBlank();
    }
  }

  @Test
  void shouldNoticeAnUnknownField() throws IOException {
    ObjectNode policy = (ObjectNode) document(CLUSTER, "NetworkPolicy");
    ((ObjectNode) policy.get("spec")).put("ingres", true);

    assertThatThrownBy(() -> MODEL.treeToValue(policy, NetworkPolicy.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @Test
  void shouldNotCountAMigrationAsAnUnhealthyContainer() throws IOException {
    assertThat(Files.readString(Path.of("deploy/Dockerfile"))).contains("--start-period=32m");
    assertThat(Duration.ofMinutes(32)).isGreaterThan(PostgresDialect.MIGRATION_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"deploy/kubernetes/cluster.yaml", "deploy/kubernetes/scalable-cluster.yaml"})
  void shouldLetOnlyTheNodesReachThePortOfTheCluster(Path manifest) throws IOException {
    JsonNode policy = document(manifest, "NetworkPolicy").get("spec");
    JsonNode labels = workload(manifest).at("/spec/template/metadata/labels");

    assertThat(policy.at("/podSelector/matchLabels")).isEqualTo(labels);
    assertThat(policy.at("/policyTypes/0").asText()).isEqualTo("Ingress");
    for (JsonNode rule : policy.get("ingress")) {
      String port = rule.at("/ports/0/port").asText();
      assertThat(rule.get("ports")).hasSize(1);
      assertThat(rule.has("from")).as(port).isEqualTo(!port.equals("http"));
      if (port.equals("nodes")) {
        assertThat(rule.get("from")).hasSize(1);
        assertThat(rule.at("/from/0/podSelector/matchLabels")).isEqualTo(labels);
      }
    }
    assertThat(policy.get("ingress").findValuesAsText("port"))
        .containsExactlyInAnyOrderElementsOf(
            container(manifest).get("ports").findValuesAsText("name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deploy/kubernetes/cluster.yaml",
        "deploy/kubernetes/scalable-cluster.yaml",
        "deploy/kubernetes/single-node.yaml"
      })
  void shouldSetOnlyKnownSettings(Path manifest) throws IOException {
    assertThat(knownVariables())
        .containsAll(
            StreamSupport.stream(container(manifest).get("env").spliterator(), false)
                .map(variable -> variable.get("name").asText())
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deploy/compose.yaml", "deploy/compose-scalable.yaml"})
  void shouldSetOnlyKnownSettingsWithCompose(Path file) throws IOException {
    List<String> variables =
        Pattern.compile("\\b(REI_\\w+):")
            .matcher(Files.readString(file))
            .results()
            .map(variable -> variable.group(1))
            .toList();

    assertThat(variables).contains("REI_RPC_URL", "REI_DAU_STORE_JDBC_URL");
    assertThat(knownVariables()).containsAll(variables);
  }

  private static Set<String> knownVariables() {
    Set<String> known =
        ConfigFactory.defaultReference().getConfig("rei-dau").entrySet().stream()
            .map(
                setting ->
                    ("rei_dau_" + setting.getKey())
                        .replaceAll("[.-]", "_")
                        .toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    known.addAll(Set.of("REI_RPC_URL", "PORT", "CACHE_DIR", "POD_NAME"));
    return known;
  }

  @Test
  void shouldLetTheNodesListThePodsThatTheyDiscover() throws IOException {
    JsonNode pod = workload(SCALABLE).at("/spec/template");
    JsonNode binding = document(SCALABLE, "RoleBinding");
    JsonNode rules = document(SCALABLE, "Role").get("rules");
    Map<String, String> environment = new HashMap<>();
    for (JsonNode variable : container(SCALABLE).get("env")) {
      environment.put(
          variable.get("name").asText(),
          variable.has("value")
              ? variable.get("value").asText()
              : variable.at("/valueFrom/fieldRef/fieldPath").asText());
    }

    assertThat(environment)
        .containsEntry("REI_DAU_CLUSTER_DISCOVERY", "kubernetes")
        .containsEntry("REI_DAU_CLUSTER_SERVICE_NAME", pod.at("/metadata/labels/app").asText())
        .containsEntry("REI_DAU_CLUSTER_HOST", "status.podIP")
        .doesNotContainKey("REI_DAU_CLUSTER_SEED_NODES");
    assertThat(rules).hasSize(1);
    assertThat(rules.at("/0/resources")).extracting(JsonNode::asText).containsExactly("pods");
    assertThat(rules.at("/0/verbs")).extracting(JsonNode::asText).containsExactly("list");
    assertThat(binding.at("/roleRef/name"))
        .isEqualTo(document(SCALABLE, "Role").at("/metadata/name"));
    assertThat(binding.at("/subjects/0/name"))
        .isEqualTo(document(SCALABLE, "ServiceAccount").at("/metadata/name"))
        .isEqualTo(pod.at("/spec/serviceAccountName"));
    assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean(true)).isTrue();
  }

  @Test
  void shouldConnectToAnotherMachineWithADecisionAboutEncryption() throws IOException {
    assertThat(Files.readString(CLUSTER)).contains("?sslmode=require");
    for (String file : List.of("deploy/compose.yaml", "deploy/compose-scalable.yaml")) {
      assertThat(Files.readString(Path.of(file))).contains("?sslmode=disable");
    }
  }

  @Test
  void shouldBuildOnlyFromArtifactsWithTheRightChecksum() throws IOException {
    assertThat(Files.readAllLines(Path.of(".mvn/maven.config")))
        .isEqualTo(List.of("--strict-checksums"));
    assertThat(Files.readString(Path.of("deploy/Dockerfile"))).contains("COPY .mvn .mvn");
    assertThat(Files.readAllLines(Path.of("deploy/Dockerfile.dockerignore"))).contains("!.mvn");
  }

  private static JsonNode container(Path manifest) throws IOException {
    return workload(manifest).at("/spec/template/spec/containers/0");
  }

  private static JsonNode workload(Path manifest) throws IOException {
    return document(manifest, manifest.equals(CLUSTER) ? "StatefulSet" : "Deployment");
  }

  private static JsonNode document(Path manifest, String kind) throws IOException {
    return documents(manifest).stream()
        .filter(document -> document.get("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> documents(Path manifest) throws IOException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(manifest.toFile())) {
      return documents.readAll();
    }
  }
}
