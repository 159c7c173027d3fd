package network.rei.dau.metrics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.http.RequestCounts;
import network.rei.dau.ingest.IngestCounts;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreCounts;

/**
 * Where the metrics are read.
 *
 * @param supervisor wherever it is in a cluster
 * @param pools threads beside the actors', by names
 * @param folder whose disk must not run full
 * @param retention over which gaps are told
 */
public record Sources(
    ActorSystem<?> system,
    ActorRef<StatsStore.Command> store,
    ActorRef<StatsSupervisor.Command> supervisor,
    ChainClient chain,
    StoreCounts stored,
    IngestCounts ingested,
    RequestCounts requests,
    Map<String, ThreadPoolExecutor> pools,
    Path folder,
    Duration retention,
    Clock clock) {}
