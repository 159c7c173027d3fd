package network.rei.dau.http.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members of a cluster of one node, read over a socket. */
class ClusterRoutesTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          "cluster-routes",
          ConfigFactory.parseString(
                  """
                  akka.actor.provider = cluster
                  akka.cluster.roles = [api]
                  akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                  akka.coordinated-shutdown.exit-jvm = off
                  """)
              .withFallback(ActorTestKit.applicationTestConfig()));
  private static final Cluster CLUSTER = Cluster.get(KIT.system());
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static ServerBinding server;

  /** The status of {@code /cluster/ready} before the node joined. */
  private static int statusBefore;

  @BeforeAll
  static void join() {
    server =
        Http.get(KIT.system())
            .newServerAt("127.0.0.1", 0)
            .bind(ClusterRoutes.of(KIT.system()))
            .toCompletableFuture()
            .join();
    statusBefore = ask("GET", "/cluster/ready").statusCode();
    CLUSTER.manager().tell(Join.create(CLUSTER.selfMember().address()));
    Awaitility.await().until(() -> ask("GET", "/cluster/ready").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldNotBeReadyBeforeTheNodeIsAMember() {
    assertThat(statusBefore).isEqualTo(503);
  }

  @Test
  void shouldListTheMembersAsAkkaManagementDoes() throws IOException {
    HttpResponse<String> response = ask("GET", "/cluster/members");

    JsonNode members = new ObjectMapper().readTree(response.body());
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(members.get("selfNode").asText()).isEqualTo(self());
    assertThat(members.get("leader").asText()).isEqualTo(self());
    assertThat(members.get("unreachable")).isEmpty();
    assertThat(members.get("members")).hasSize(1);
    assertThat(members.at("/members/0/node").asText()).isEqualTo(self());
    assertThat(members.at("/members/0/status").asText()).isEqualTo("Up");
    assertThat(members.at("/members/0/roles").toString()).contains("\"api\"");
  }

  @Test
  void shouldDescribeOneMemberByItsAddress() throws IOException {
    HttpResponse<String> one = ask("GET", "/cluster/members/" + encoded(self()));

    assertThat(one.statusCode()).as(one.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(one.body()).get("status").asText()).isEqualTo("Up");
    assertThat(ask("GET", "/cluster/members/akka:%2F%2Fx@127.0.0.1:1").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"POST, /cluster/members", "PUT, ''", "DELETE, ''", "DELETE, /cluster/ready"})
  void shouldRefuseToChangeTheMembership(String method, String path) {
    HttpResponse<String> refused =
        ask(method, path.isEmpty() ? "/cluster/members/" + encoded(self()) : path);

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(405);
    assertThat(ask("GET", "/cluster/ready").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"/cluster", "/cluster/", "/cluster/domain-events", "/cluster/shards/x", "/clusters"})
  void shouldServeNoOtherPath(String path) {
    assertThat(ask("GET", path).statusCode()).isEqualTo(404);
  }

  private static String self() {
    return CLUSTER.selfMember().address().toString();
  }

  private static String encoded(String address) {
    return URLEncoder.encode(address, StandardCharsets.UTF_8);
  }

  private static HttpResponse<String> ask(String method, String path) {
    URI uri = URI.create("http://127.0.0.1:" + server.localAddress().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
  }
}
