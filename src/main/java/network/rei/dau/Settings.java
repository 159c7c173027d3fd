package network.rei.dau;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.Optional;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.cluster.ClusterSettings;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.ManagementSettings;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.label.LabelSettings;
import network.rei.dau.observability.metrics.MetricSettings;
import network.rei.dau.observability.telemetry.TelemetrySettings;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.stats.ContractSettings;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.webhook.WebhookSettings;

/**
 * The checked settings of the service.
 *
 * @param akka the configuration of the actor system
 */
public record Settings(
    RpcSettings rpc,
    IngestSettings ingest,
    StoreSettings store,
    HttpSettings http,
    ClusterSettings cluster,
    LabelSettings labels,
    ContractSettings contracts,
    WebhookSettings webhooks,
    MetricSettings metrics,
    TelemetrySettings telemetry,
    Config akka) {

  public Settings {
    if (!store.isShared()) {
      cluster.requireOff(
          "the nodes of a cluster share one store, and SQLite ("
              + store.storeName()
              + ") cannot be shared: set rei-dau.store.jdbc-url to PostgreSQL, or remove this"
              + " setting");
    }
    cluster.requireOther("rei-dau.http.port", http.host(), http.port());
    ManagementSettings management = http.management();
    if (management.isOn()) {
      cluster.requireOther("rei-dau.management.port", management.host(), management.port());
    }
  }

  /**
   * Reads all settings.
   *
   * @throws SettingsException that names the first invalid setting
   */
  public static Settings from(SettingsSource source) {
    IngestSettings ingest = IngestSettings.from(source);
    RpcSettings rpc = RpcSettings.from(source);
    HttpSettings http = HttpSettings.from(source, ingest.newDataEvery(), ingest.retention());
    return new Settings(
        rpc,
        ingest,
        StoreSettings.from(source),
        http,
        ClusterSettings.from(source),
        LabelSettings.from(source),
        ContractSettings.from(source),
        WebhookSettings.from(source),
        MetricSettings.from(source),
        TelemetrySettings.from(source),
        // Akka can log its whole configuration, which must not contain passwords and keys.
        withShutdownTimeouts(http, rpc.withDispatcher(source.config().withoutPath("rei-dau"))));
  }

  /** Returns the chain and the chunk size that the store must have. */
  public StoreIdentity storeIdentity() {
    return new StoreIdentity(rpc.chainId(), ingest.chunkSize(), Optional.empty());
  }

  /**
   * Sets the timeouts of the shutdown phases so that none ends before its tasks: the first phase
   * waits for load balancers, the second one first for responses and then for connections.
   */
  private static Config withShutdownTimeouts(HttpSettings http, Config config) {
    String phases = "akka.coordinated-shutdown.phases.";
    return config
        .withValue(
            phases + "before-service-unbind.timeout", millis(http.drainTime().plusSeconds(2)))
        .withValue(
            phases + "service-requests-done.timeout",
            millis(http.stopTimeout().multipliedBy(2).plusSeconds(2)));
  }

  private static ConfigValue millis(Duration time) {
    return ConfigValueFactory.fromAnyRef(time.toMillis() + " ms");
  }
}
