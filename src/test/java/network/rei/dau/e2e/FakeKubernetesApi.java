package network.rei.dau.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import network.rei.dau.SelfSignedKeys;

/**
 * An API server of Kubernetes that lists pods, with the files that a pod reads to ask it. It
 * answers only requests with the token, for the pods of one namespace with one label.
 */
final class FakeKubernetesApi implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path files;
  private final HttpsServer server;
  private final String label;
  private volatile List<String> pods = List.of();
  private volatile boolean isForbidden;
  private volatile String token;

  /**
   * Starts a server.
   *
   * @param address of this machine at which the nodes reach it
   * @param label of the pods that it lists
   */
  FakeKubernetesApi(Path folder, String address, String label)
      throws IOException, GeneralSecurityException {
    this.files = Files.createDirectories(folder.resolve("serviceaccount"));
    this.label = label;
    SelfSignedKeys keys = SelfSignedKeys.create(folder, "ip:" + address);
    Files.writeString(
        files.resolve("ca.crt"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.certificate().getEncoded())
            + "\n-----END CERTIFICATE-----\n");
    renewToken();
    Files.writeString(files.resolve("namespace"), "stats");
    server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
    server.createContext("/", this::answer);
    server.start();
  }

  /** Sets the IP addresses of the running pods. */
  void setPods(String... addresses) {
    pods = List.of(addresses);
  }

  /** While it is forbidden, the server refuses each request, as without a role. */
  void setForbidden(boolean forbidden) {
    isForbidden = forbidden;
  }

  /** Replaces the token in the file of the pods; the one before is refused from now on. */
  void renewToken() throws IOException {
    String renewed = UUID.randomUUID().toString();
    Path written = Files.writeString(files.resolve("token.new"), renewed);
    Files.move(written, files.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
    token = renewed;
  }

  /** Returns the variables that Kubernetes sets in each container. */
  Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        server.getAddress().getHostString(),
        "KUBERNETES_SERVICE_PORT",
        String.valueOf(server.getAddress().getPort()));
  }

  /** Returns the folder that Kubernetes mounts in each container. */
  Path files() {
    return files;
  }

  /** Returns options of Java that name these files, for a node that has no folder mounted. */
  String options() {
    String key = " -Dakka.discovery.kubernetes-api.";
    return key
        + "api-ca-path="
        + files.resolve("ca.crt")
        + key
        + "api-token-path="
        + files.resolve("token")
        + key
        + "pod-namespace-path="
        + files.resolve("namespace");
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean isAllowed =
        !isForbidden
            && ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean isKnown =
        exchange.getRequestURI().getPath().equals("/api/v1/namespaces/stats/pods")
            && ("labelSelector=" + label).equals(exchange.getRequestURI().getQuery());
    byte[] body =
        isAllowed && isKnown
            ? list()
            : "{\"kind\":\"Status\",\"status\":\"Failure\"}".getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(isAllowed ? isKnown ? 200 : 404 : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private byte[] list() throws IOException {
    List<String> addresses = pods;
    return JSON.writeValueAsBytes(
        new PodListBuilder()
            .withNewMetadata()
            .withResourceVersion("1")
            .endMetadata()
            .withItems(
                IntStream.range(0, addresses.size())
                    .mapToObj(
                        pod ->
                            new PodBuilder()
                                .withNewMetadata()
                                .withName("rei-dau-" + pod)
                                .withNamespace("stats")
                                .endMetadata()
                                .withNewSpec()
                                .addNewContainer()
                                .withName("rei-dau-stats")
                                .endContainer()
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Running")
                                .withPodIP(addresses.get(pod))
                                .endStatus()
                                .build())
                    .toList())
            .build());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
