package network.rei.dau;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.storage.StoreSettings;

/**
 * All settings of the service, checked.
 *
 * @param akka for the actor system
 */
public record Settings(
    RpcSettings rpc, IngestSettings ingest, StoreSettings store, HttpSettings http, Config akka) {

  /**
   * Reads every setting.
   *
   * @throws network.rei.dau.settings.SettingsException naming the first that is wrong
   */
  public static Settings from(SettingsSource source) {
    IngestSettings ingest = IngestSettings.from(source);
    HttpSettings http = HttpSettings.from(source, ingest.newDataEvery(), ingest.retention());
    return new Settings(
        RpcSettings.from(source),
        ingest,
        StoreSettings.from(source),
        http,
        // Akka can be told to log all that it is given, and passwords are none of its business.
        withPatienceFor(http.stopTimeout(), source.config().withoutPath("rei-dau.store")));
  }

  /**
   * The phase of the shutdown that ends requests must not be cut off before them: bodies are given
   * the time once, what is left of the connections once more.
   */
  private static Config withPatienceFor(Duration requests, Config config) {
    return config.withValue(
        "akka.coordinated-shutdown.phases.service-requests-done.timeout",
        ConfigValueFactory.fromAnyRef(requests.multipliedBy(2).plusSeconds(2).toMillis() + " ms"));
  }
}
