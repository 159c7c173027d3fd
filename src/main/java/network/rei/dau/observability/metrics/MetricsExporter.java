package network.rei.dau.observability.metrics;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.concurrent.SharedCall;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StatsStore.PreparedWindows;
import network.rei.dau.stats.answer.PreparedWindow;

/**
 * Exports the metrics of a node. Prometheus's client is loaded by the first scrape, so that it does
 * not delay the start.
 */
public final class MetricsExporter implements MetricsSource {

  /** Long enough for a supervisor on another node, and shorter than the timeout of a scraper. */
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(1);

  /** The type in {@code Accept} that selects OpenMetrics. */
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private static final int INITIAL_PAGE_BYTES = 1 << 16;

  private record StoreReplies(Optional<Snapshot> data, List<PreparedWindow> windows) {}

  private final MetricSources sources;
  private final List<MetricGroup> groups;
  private final Optional<KamonNames> kamon;
  private final SharedCall<Page> text = new SharedCall<>(() -> collect(""));
  private final SharedCall<Page> openMetrics = new SharedCall<>(() -> collect(OPEN_METRICS));

  /** Reading the size of a disk and loading classes may block. */
  private final Executor blocking;

  public MetricsExporter(MetricSources sources) {
    this.sources = sources;
    this.groups = sources.groups();
    this.kamon =
        sources.settings().kamonNames()
            ? Optional.of(new KamonNames(sources.system().name()))
            : Optional.empty();
    this.blocking = sources.system().dispatchers().lookup(DispatcherSelector.blocking());
  }

  @Override
  public CompletionStage<Page> read(String accepted) {
    return (accepted.contains(OPEN_METRICS) ? openMetrics : text).result();
  }

  /** Reads all metrics. */
  public CompletionStage<MetricSnapshots> snapshots() {
    CompletionStage<Optional<Snapshot>> data = ask(sources.store(), StatsStore.GetSnapshot::new);
    CompletionStage<List<PreparedWindow>> windows =
        ask(sources.store(), StatsStore.GetWindows::new)
            .thenApply(reply -> reply.map(PreparedWindows::windows).orElse(List.of()));
    CompletionStage<Optional<IngestStatus>> ingest =
        ask(sources.supervisor(), StatsSupervisor.GetStatus::new);
    return data.thenCombine(windows, StoreReplies::new)
        .thenCombineAsync(
            ingest,
            (store, status) ->
                snapshots(
                    new Scrape(store.data(), store.windows(), status, sources.clock().instant())),
            blocking);
  }

  private MetricSnapshots snapshots(Scrape scrape) {
    MetricFamilies metrics = new MetricFamilies();
    groups.forEach(group -> group.collect(scrape, metrics));
    return kamon.map(names -> names.addTo(metrics.snapshots())).orElseGet(metrics::snapshots);
  }

  private CompletionStage<Page> collect(String accepted) {
    return snapshots().thenApply(metrics -> page(metrics, accepted));
  }

  /** Completes with an empty value if the actor does not reply in time. */
  private <M, R> CompletionStage<Optional<R>> ask(
      RecipientRef<M> actor, Function<ActorRef<R>, M> message) {
    return Failures.emptyOnFailure(
        AskPattern.ask(actor, message, ASK_TIMEOUT, sources.system().scheduler()));
  }

  /** Writes OpenMetrics if it is accepted, and otherwise the text format of Prometheus. */
  private static Page page(MetricSnapshots metrics, String accepted) {
    ExpositionFormatWriter writer = ExpositionFormats.init().findWriter(accepted);
    ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_PAGE_BYTES);
    try {
      writer.write(out, metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Page.of(writer.getContentType(), out.toByteArray());
  }
}
