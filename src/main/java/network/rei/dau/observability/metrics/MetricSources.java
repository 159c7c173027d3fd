package network.rei.dau.observability.metrics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.TlsSettings;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.label.LabelFile;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.metrics.cluster.CertificateMetricGroup;
import network.rei.dau.observability.metrics.cluster.ClusterMetricGroup;
import network.rei.dau.observability.metrics.cluster.RemotingMetricGroup;
import network.rei.dau.observability.metrics.data.BackupMetricGroup;
import network.rei.dau.observability.metrics.data.DataMetricGroup;
import network.rei.dau.observability.metrics.data.EndpointMetricGroup;
import network.rei.dau.observability.metrics.data.IngestMetricGroup;
import network.rei.dau.observability.metrics.data.LabelMetricGroup;
import network.rei.dau.observability.metrics.data.MemoryMetricGroup;
import network.rei.dau.observability.metrics.data.StoreMetricGroup;
import network.rei.dau.observability.metrics.data.WindowMetricGroup;
import network.rei.dau.observability.metrics.http.HttpMetricGroup;
import network.rei.dau.observability.metrics.http.TelemetryMetricGroup;
import network.rei.dau.observability.metrics.http.WebhookMetricGroup;
import network.rei.dau.observability.metrics.process.ActorMetricGroup;
import network.rei.dau.observability.metrics.process.BuildMetricGroup;
import network.rei.dau.observability.metrics.process.DiskMetricGroup;
import network.rei.dau.observability.metrics.process.JvmMetricGroup;
import network.rei.dau.observability.metrics.process.ThreadPoolMetricGroup;
import network.rei.dau.observability.telemetry.ExportCounts;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreMetrics;
import network.rei.dau.storage.files.BackupFolder;
import network.rei.dau.webhook.WebhookMetrics;

/**
 * The objects that the metrics are read from.
 *
 * @param supervisor the supervisor of ingest, which may run on another node of the cluster
 * @param webhooks empty if there are none
 * @param exports what was sent to a collector; empty if there is none
 * @param pools the thread pools of the service, by name
 * @param cacheFolder the folder whose disk is measured
 * @param tls the certificates of the cluster, if it has any
 * @param version of the program
 * @param retention the period over which gaps are counted
 */
public record MetricSources(
    MetricSettings settings,
    ActorSystem<?> system,
    ActorRef<StatsStore.Command> store,
    ActorRef<StatsSupervisor.Command> supervisor,
    ChainClient chain,
    StoreMetrics storeMetrics,
    IngestMetrics ingestMetrics,
    RequestMetrics requestMetrics,
    ResourceMetrics heldForClients,
    LabelFile labels,
    Optional<WebhookMetrics> webhooks,
    Optional<ExportCounts> exports,
    Map<String, ThreadPoolExecutor> pools,
    Path cacheFolder,
    BackupFolder backups,
    Optional<TlsSettings> tls,
    String version,
    Duration retention,
    Clock clock) {

  List<MetricGroup> groups() {
    return List.of(
        new DataMetricGroup(retention),
        new WindowMetricGroup(),
        new IngestMetricGroup(ingestMetrics),
        new EndpointMetricGroup(chain),
        new MemoryMetricGroup(chain.memory()),
        new StoreMetricGroup(storeMetrics),
        new DiskMetricGroup(cacheFolder.toFile()),
        new BackupMetricGroup(backups),
        new CertificateMetricGroup(tls),
        new BuildMetricGroup(version),
        new HttpMetricGroup(requestMetrics, heldForClients),
        new LabelMetricGroup(labels),
        new WebhookMetricGroup(webhooks),
        new TelemetryMetricGroup(exports),
        new ActorMetricGroup(ActorMetricsExtension.of(system)),
        new ThreadPoolMetricGroup(pools, system),
        new ClusterMetricGroup(system),
        new RemotingMetricGroup(system),
        new JvmMetricGroup());
  }
}
