package network.rei.dau.observability.metrics.data;

import java.time.Duration;
import java.util.Optional;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.WorkerObstacle;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The status of ingest, as the supervisor reports it, and the work of this node. */
public record IngestMetricGroup(IngestMetrics ingest) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    status(scrape.ingest(), metrics);
    for (WorkerObstacle obstacle : WorkerObstacle.values()) {
      metrics.gauge(
          "rei_dau_ingest_worker_obstacle",
          "1 while this node of a cluster receives no chunks for a reason: it does not reach the"
              + " store, or none of its endpoints answers.",
          ingest.obstacles().contains(obstacle),
          "reason",
          obstacle.label());
    }
    metrics.counter(
        "rei_dau_blocks_fetched_total",
        "Blocks that this node fetched and stored.",
        ingest.blocks());
    metrics.counters(
        "rei_dau_chunks_total",
        "Chunks that this node processed, by result.",
        ingest.chunks(),
        "result");
    metrics.counters(
        "rei_dau_runs_total",
        "Runs of the supervisor on this node, by result.",
        ingest.runs(),
        "result");
    metrics.histogram(
        "rei_dau_run_duration_seconds",
        "Duration of the runs of the supervisor on this node.",
        ingest.runTimes());
    metrics.counters(
        "rei_dau_ingest_errors_total",
        "Failures of attempts, of runs and of following the head, by type.",
        ingest.failures(),
        "type");
    metrics.counter(
        "rei_dau_reorgs_total",
        "Reorganisations of the chain that were followed.",
        ingest.reorganisations());
    metrics.counter(
        "rei_dau_reorg_replaced_records_total",
        "Records that were replaced because of reorganisations.",
        ingest.replaced());
  }

  private static void status(Optional<IngestStatus> status, MetricFamilies metrics) {
    Optional<IngestStatus.LastRun> run = status.flatMap(IngestStatus::lastRun);
    metrics.gauge("rei_dau_ingest_up", "1 if the ingest supervisor replies.", status.isPresent());
    metrics.gauge(
        "rei_dau_ingest_problems",
        "Reasons why ingest is degraded, as /health reports them.",
        status.map(known -> known.problems().size()));
    metrics.gauge(
        "rei_dau_missing_chunks",
        "Chunks within the retention that could not be fetched and wait for another attempt.",
        status.map(known -> known.missingChunks().size()));
    metrics.gauge(
        "rei_dau_run_active",
        "1 while a run is in progress.",
        status.map(known -> known.processing() ? 1 : 0));
    metrics.gauge(
        "rei_dau_run_left_blocks",
        "Blocks that the run in progress has yet to fetch.",
        status.map(known -> known.progress().map(IngestStatus.Progress::blocksLeft).orElse(0L)));
    metrics.gauge(
        "rei_dau_last_run_timestamp_seconds",
        "Time at which the last run ended.",
        run.map(ended -> ended.finished().toEpochMilli() / 1e3));
    metrics.gauge(
        "rei_dau_last_run_duration_seconds",
        "Duration of the last run.",
        run.map(ended -> Duration.between(ended.started(), ended.finished()).toMillis() / 1e3));
    run.ifPresent(
        ended -> {
          for (IngestStatus.Result result : IngestStatus.Result.values()) {
            metrics.gauge(
                "rei_dau_last_run_result",
                "1 for the result of the last run, 0 for the other results.",
                ended.result() == result,
                "result",
                IngestMetrics.label(result));
          }
        });
  }
}
