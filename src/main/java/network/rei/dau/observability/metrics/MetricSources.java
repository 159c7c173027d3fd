package network.rei.dau.observability.metrics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.http.RequestMetrics;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreMetrics;

/**
 * Where the metrics are read.
 *
 * @param supervisor wherever it is in a cluster
 * @param pools threads beside the actors', by names
 * @param folder whose disk must not run full
 * @param retention over which gaps are told
 */
public record MetricSources(
    ActorSystem<?> system,
    ActorRef<StatsStore.Command> store,
    ActorRef<StatsSupervisor.Command> supervisor,
    ChainClient chain,
    StoreMetrics stored,
    IngestMetrics ingested,
    RequestMetrics requests,
    Map<String, ThreadPoolExecutor> pools,
    Path folder,
    Duration retention,
    Clock clock) {}
