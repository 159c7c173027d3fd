package network.rei.dau.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.ActorSystem;
import akka.serialization.LongSerializer;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {

  private static final Map<String, String> NODE =
      Map.of(
          "REI_DAU_CLUSTER_SEED_NODES", "a.example:2551, 10.0.0.2:2552",
          "REI_DAU_CLUSTER_HOST", "10.0.0.2");

  @TempDir private Path folder;

  @Test
  void shouldBeOffWithoutSeedNodes() {
    assertThat(settings(Map.of("REI_DAU_CLUSTER_ROLES", "api")).isOn()).isFalse();
  }

  @Test
  void shouldMakeAnActorSystemAMember() {
    Config akka = settings(NODE).akka();

    assertThat(akka.getString("akka.actor.provider")).isEqualTo("cluster");
    assertThat(akka.getStringList("akka.cluster.seed-nodes")).isEmpty();
    assertThat(akka.getStringList("akka.cluster.roles")).containsExactly("api", "ingest");
    assertThat(akka.getString("akka.remote.artery.canonical.hostname")).isEqualTo("10.0.0.2");
    assertThat(akka.getInt("akka.remote.artery.bind.port")).isEqualTo(2551);
    assertThat(akka.getString("akka.remote.artery.transport")).isEqualTo("tcp");
  }

  @Test
  void shouldCreateNoSerializersOfMessagesBetweenNodesForASingleNode()
      throws NotSerializableException {
    Config akka = ClusterSettings.withoutMessagesBetweenNodes(ConfigFactory.load());

    assertThat(akka.getObject("akka.actor.serializers").unwrapped().values())
        .contains("akka.serialization.LongSerializer")
        .noneMatch(
            type -> type.toString().matches("akka[.](remote|cluster)[.].*|.*[.]jackson[.].*"));
    assertThat(akka.getObject("akka.actor.serialization-bindings").unwrapped())
        .containsEntry("java.lang.Long", "primitive-long")
        .containsEntry("akka.cluster.ClusterMessage", "none");
    ActorSystem system = ActorSystem.create("single", akka);
    try {
      assertThat(SerializationExtension.get(system).serializerFor(Long.class))
          .isInstanceOf(LongSerializer.class);
    } finally {
      system.terminate();
    }
  }

  @Test
  void shouldBindAnotherAddressIfItIsSet() {
    Config akka =
        settings(
                with(
                    "REI_DAU_CLUSTER_BIND_HOST", "0.0.0.0",
                    "REI_DAU_CLUSTER_BIND_PORT", "7000"))
            .akka();

    assertThat(akka.getString("akka.remote.artery.bind.hostname")).isEqualTo("0.0.0.0");
    assertThat(akka.getInt("akka.remote.artery.bind.port")).isEqualTo(7000);
    assertThat(akka.getInt("akka.remote.artery.canonical.port")).isEqualTo(2551);
  }

  @Test
  void shouldConfigureTlsWithACertificate() throws IOException {
    String file = Files.createFile(folder.resolve("some.pem")).toString();
    Config akka =
        settings(
                with(
                    "REI_DAU_CLUSTER_TLS_CERTIFICATE", file,
                    "REI_DAU_CLUSTER_TLS_KEY", file,
                    "REI_DAU_CLUSTER_TLS_AUTHORITY", file))
            .akka();

    assertThat(akka.getString("akka.remote.artery.transport")).isEqualTo("tls-tcp");
    assertThat(akka.getString("akka.remote.artery.ssl.rotating-keys-engine.key-file"))
        .isEqualTo(file);
  }

  @Test
  void shouldRefuseAnIncompleteTlsConfiguration() {
    assertThatThrownBy(() -> settings(with("REI_DAU_CLUSTER_TLS_KEY", "/k.pem")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.cluster.tls.certificate")
        .hasMessageContaining("a PEM file is needed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REI_DAU_CLUSTER_SEED_NODES | a.example | rei-dau.cluster.seed-nodes | each must be"
            + " HOST:PORT",
        "REI_DAU_CLUSTER_HOST | not a host | rei-dau.cluster.host | a name or address is needed",
        "REI_DAU_CLUSTER_HOST | ::1 | rei-dau.cluster.host | needs brackets, as in [::1]",
        "REI_DAU_CLUSTER_PORT | 0 | rei-dau.cluster.port | allowed are 1 to 65535",
        "REI_DAU_CLUSTER_DISCOVERY | etcd | rei-dau.cluster.discovery | allowed are seed-nodes,"
            + " config, dns, kubernetes",
        "REI_DAU_CLUSTER_DISCOVERY | dns | rei-dau.cluster.seed-nodes | it is only for"
            + " rei-dau.cluster.discovery = seed-nodes, which is dns",
        "REI_DAU_CLUSTER_ENDPOINTS | a:2551 | rei-dau.cluster.endpoints | it is only for"
            + " rei-dau.cluster.discovery = config, which is seed-nodes",
        "REI_DAU_CLUSTER_ENDPOINTS | a | rei-dau.cluster.endpoints | each must be HOST:PORT",
        "REI_DAU_CLUSTER_SERVICE_NAME | a b | rei-dau.cluster.service-name | at most 253",
        "REI_DAU_CLUSTER_ROLES | fetch | rei-dau.cluster.roles | allowed are api and ingest",
        "REI_DAU_CLUSTER_DOWN_AFTER | 0 s | rei-dau.cluster.down-after | allowed are 1 s to 10 m",
        "REI_DAU_CLUSTER_TLS_KEY | x | rei-dau.cluster.tls.certificate | a PEM file is needed"
      })
  void shouldNameTheKeyAndTheAllowedValues(String name, String value, String key, String allowed) {
    assertThatThrownBy(() -> settings(with(name, value)))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(allowed);
  }

  @Test
  void shouldRequireTheEndpointsOfDiscoveryByConfiguration() {
    assertThatThrownBy(() -> settings(Map.of("REI_DAU_CLUSTER_DISCOVERY", "config")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.cluster.endpoints")
        .hasMessageContaining("HOST:PORT of all nodes are needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dns", "kubernetes"})
  void shouldRequireTheAddressByWhichANodeIsDiscovered(String discovery) {
    Map<String, String> named =
        Map.of("REI_DAU_CLUSTER_DISCOVERY", discovery, "REI_DAU_CLUSTER_HOST", "a.example");
    assertThatThrownBy(() -> settings(named))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.cluster.host")
        .hasMessageContaining("it must be the IPv4 address of this node");

    assertThat(
            settings(
                    Map.of(
                        "REI_DAU_CLUSTER_DISCOVERY", discovery, "REI_DAU_CLUSTER_HOST", "10.0.0.2"))
                .isOn())
        .isTrue();
  }

  private static Map<String, String> with(String... more) {
    Map<String, String> environment = new HashMap<>(NODE);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  private ClusterSettings settings(Map<String, String> environment) {
    return ClusterSettings.from(SettingsSource.load(Optional.empty(), folder, environment));
  }
}
