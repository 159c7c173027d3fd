package network.rei.dau.observability.metrics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;

/**
 * The metrics of a node. Costs nothing until they are asked for the first time: then Micrometer is
 * loaded, on a thread of this, on which all are written.
 */
public final class MetricsExporter implements MetricsSource, AutoCloseable {

  /** Long enough for a supervisor on another node, and far below what a scraper waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final long KEEP_SECONDS = 60;

  private final MetricSources sources;
  private final ThreadPoolExecutor thread;
  private Optional<MetricsRegistry> registry = Optional.empty();

  /** Of these sources. */
  public MetricsExporter(MetricSources sources) {
    this.sources = sources;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread writer = new Thread(task, "metrics");
              writer.setDaemon(true);
              return writer;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  @Override
  public CompletionStage<Page> read(String accepted) {
    CompletionStage<Optional<Snapshot>> data = ask(sources.store(), StatsStore.GetSnapshot::new);
    CompletionStage<Optional<IngestStatus>> ingest =
        ask(sources.supervisor(), StatsSupervisor.GetStatus::new);
    return data.thenCombineAsync(
        ingest,
        (known, status) ->
            registry().page(new Scrape(known, status, sources.clock().instant()), accepted),
        thread);
  }

  private MetricsRegistry registry() {
    MetricsRegistry made = registry.orElseGet(() -> new MetricsRegistry(sources));
    registry = Optional.of(made);
    return made;
  }

  /** Empty where no answer comes in time. */
  private <M, R> CompletionStage<Optional<R>> ask(
      RecipientRef<M> actor, Function<ActorRef<R>, M> message) {
    return AskPattern.ask(actor, message, PATIENCE, sources.system().scheduler())
        .handleAsync((reply, failure) -> Optional.ofNullable(reply), thread);
  }

  /** Nothing is answered any more. */
  @Override
  public void close() {
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(() -> registry.ifPresent(MetricsRegistry::close), thread);
    thread.shutdown();
  }
}
