package network.rei.dau;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.Optional;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.cluster.ClusterSettings;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;

/**
 * All settings of the service, checked.
 *
 * @param akka for the actor system
 */
public record Settings(
    RpcSettings rpc,
    IngestSettings ingest,
    StoreSettings store,
    HttpSettings http,
    ClusterSettings cluster,
    Config akka) {

  /** A cluster needs a store that its nodes can share. */
  public Settings {
    if (cluster.isOn() && !store.isShared()) {
      throw new SettingsException(
          "rei-dau.cluster.seed-nodes",
          String.join(", ", cluster.seedNodes()),
          "several nodes share one store, which SQLite ("
              + store.storeName()
              + ") cannot be: set rei-dau.store.jdbc-url to PostgreSQL, or leave the seed nodes"
              + " away");
    }
  }

  /**
   * Reads every setting.
   *
   * @throws network.rei.dau.settings.SettingsException naming the first that is wrong
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
        // Akka can be told to log all that it is given, and passwords and keys in URLs are none of
        // its
        // business.
        withPatienceFor(http, rpc.withDispatcher(source.config().withoutPath("rei-dau"))));
  }

  /** What the store must hold. */
  public StoreIdentity storeIdentity() {
    return new StoreIdentity(rpc.chainId(), ingest.chunkSize(), Optional.empty());
  }

  /**
   * The phase of the shutdown that ends requests must not be cut off before them: bodies are given
   * the time once, what is left of the connections once more. Nor must the one that waits for load
   * balancers.
   */
  private static Config withPatienceFor(HttpSettings http, Config config) {
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
