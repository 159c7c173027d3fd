package network.rei.dau.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import ch.qos.logback.classic.Level;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.log.CapturedLog;
import network.rei.dau.settings.SettingsSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {

  @TempDir private Path folder;

  @Test
  void shouldHaveEveryRoleOutsideOfACluster() {
    ActorTestKit alone = ActorTestKit.create();
    try {
      for (Role role : Role.values()) {
        assertThat(Membership.has(alone.system(), role)).as(role.label()).isTrue();
      }
      assertThat(Membership.of(alone.system())).isEmpty();
    } finally {
      alone.shutdownTestKit();
    }
  }

  @Test
  void shouldHaveOnlyTheConfiguredRolesInACluster() {
    ActorTestKit member = ActorTestKit.create(memberWith("api"));
    try {
      assertThat(Membership.has(member.system(), Role.API)).isTrue();
      assertThat(Membership.has(member.system(), Role.INGEST)).isFalse();
    } finally {
      member.shutdownTestKit();
    }
  }

  @Test
  void shouldCountTheMessagesOfTheActorsThatWatchIt() {
    ActorTestKit member = ActorTestKit.create(memberWith("ingest"));
    try {
      member.spawn(MembershipLog.create());
      member.spawn(MemberCounter.create(Role.INGEST, count -> {}));
      Cluster cluster = Cluster.get(member.system());
      cluster.manager().tell(Join.create(cluster.selfMember().address()));

      for (String actor : List.of("MembershipLog", "MemberCounter")) {
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(
                            ActorMetricsExtension.of(member.system())
                                .actors()
                                .get(actor)
                                .messages()
                                .counts())
                        .as(actor)
                        .containsKey("MemberUp"));
      }
    } finally {
      member.shutdownTestKit();
    }
  }

  @Test
  void shouldLogItsRolesAndLeaders() {
    ActorTestKit member = ActorTestKit.create(memberWith("api,ingest"));
    try (CapturedLog log = CapturedLog.of(MembershipLog.class.getName(), Level.INFO)) {
      member.spawn(MembershipLog.create());
      Cluster cluster = Cluster.get(member.system());
      cluster.manager().tell(Join.create(cluster.selfMember().address()));

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .contains(
                          "INFO This node is the leader of the cluster",
                          "INFO This node runs the supervisor of the ingest")
                      .anyMatch(line -> line.endsWith(" with the roles api and ingest is up")));
    } finally {
      member.shutdownTestKit();
    }
  }

  /** Returns the configuration of a member that does not join its cluster, on a free port. */
  private Config memberWith(String roles) {
    Map<String, String> environment =
        Map.of(
            "REI_DAU_CLUSTER_SEED_NODES", "127.0.0.1:2551",
            "REI_DAU_CLUSTER_HOST", "127.0.0.1",
            "REI_DAU_CLUSTER_ROLES", roles);
    return ConfigFactory.parseMap(
            Map.of(
                "akka.cluster.seed-nodes", List.of(),
                "akka.remote.artery.canonical.port", 0,
                "akka.remote.artery.bind.port", 0))
        .withFallback(
            ClusterSettings.from(SettingsSource.load(Optional.empty(), folder, environment)).akka())
        .withFallback(ActorTestKit.applicationTestConfig());
  }
}
