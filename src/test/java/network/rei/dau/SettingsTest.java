package network.rei.dau;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  private static final Map<String, String> NODE =
      Map.of(
          "REI_DAU_CLUSTER_SEED_NODES", "a.example:2551",
          "REI_DAU_CLUSTER_HOST", "a.example");

  @TempDir private Path folder;

  @Test
  void shouldRefuseAClusterWithSqlite() {
    assertThatThrownBy(() -> settings(NODE))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.cluster.seed-nodes (REI_DAU_CLUSTER_SEED_NODES)")
        .hasMessageContaining("a.example:2551")
        .hasMessageContaining("set rei-dau.store.jdbc-url to PostgreSQL");
  }

  @Test
  void shouldRefuseAClusterOfDiscoveredNodesWithSqlite() {
    assertThatThrownBy(
            () ->
                settings(
                    Map.of(
                        "REI_DAU_CLUSTER_DISCOVERY", "kubernetes",
                        "REI_DAU_CLUSTER_HOST", "10.0.0.1")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.cluster.discovery (REI_DAU_CLUSTER_DISCOVERY)")
        .hasMessageContaining("set rei-dau.store.jdbc-url to PostgreSQL");
  }

  @Test
  void shouldAcceptAClusterWithPostgres() {
    Map<String, String> environment = new HashMap<>(NODE);
    environment.put("REI_DAU_STORE_JDBC_URL", "jdbc:postgresql://db.example/dau");

    assertThat(settings(environment).cluster().isOn()).isTrue();
  }

  @Test
  void shouldRefuseAPortThatTheNodesOfTheClusterUse() {
    Map<String, String> environment = new HashMap<>(NODE);
    environment.put("REI_DAU_STORE_JDBC_URL", "jdbc:postgresql://db.example/dau");
    environment.put("REI_DAU_CLUSTER_BIND_HOST", "0.0.0.0");
    environment.put("REI_DAU_CLUSTER_PORT", "3000");
    assertThatThrownBy(() -> settings(environment))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "rei-dau.http.port (PORT) is '3000': the nodes of the cluster use the same port"
                + " (rei-dau.cluster.port)");

    environment.put("REI_DAU_CLUSTER_PORT", "2551");
    environment.put("REI_DAU_CLUSTER_BIND_PORT", "3001");
    environment.put("REI_DAU_MANAGEMENT_PORT", "3001");
    assertThatThrownBy(() -> settings(environment))
        .hasMessageStartingWith("rei-dau.management.port (REI_DAU_MANAGEMENT_PORT) is '3001': ");

    environment.put("REI_DAU_CLUSTER_BIND_HOST", "127.0.0.2");
    assertThat(settings(environment).http().management().port()).isEqualTo(3001);
  }

  @Test
  void shouldExtendTheShutdownPhasesOfRequestsAndLoadBalancers() {
    Settings settings =
        settings(Map.of("REI_DAU_HTTP_DRAIN_TIME", "7 s", "REI_DAU_HTTP_STOP_TIMEOUT", "3 s"));

    String phases = "akka.coordinated-shutdown.phases.";
    assertThat(settings.akka().getDuration(phases + "before-service-unbind.timeout")).hasSeconds(9);
    assertThat(settings.akka().getDuration(phases + "service-requests-done.timeout")).hasSeconds(8);
    assertThat(settings.akka().hasPath("rei-dau.store.password")).isFalse();
  }

  private Settings settings(Map<String, String> environment) {
    return Settings.from(SettingsSource.load(Optional.empty(), folder, environment));
  }
}
