package network.rei.dau.observability.metrics;

import java.time.Duration;
import java.util.Optional;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;

/** How fetching goes: what the supervisor says, wherever it is, and what this node has counted. */
record IngestMetricGroup(IngestMetrics counts) implements MetricGroup {

  @Override
  public void tell(Scrape reading, Meters to) {
    status(reading.ingest(), to);
    to.counter(
        "rei_dau_blocks_fetched_total",
        "Blocks that this node has fetched and stored.",
        counts.blocks());
    to.counters(
        "rei_dau_chunks_total",
        "Chunks that this node has worked on, by how that ended.",
        counts.chunks(),
        "result");
    to.counters(
        "rei_dau_runs_total",
        "Runs of this node's supervisor, by how they ended.",
        counts.runs(),
        "result");
    to.histogram(
        "rei_dau_run_duration_seconds",
        "How long runs of this node's supervisor took.",
        counts.runTimes());
    to.counters(
        "rei_dau_ingest_errors_total",
        "Failures of attempts, of runs and of following the head, by type.",
        counts.failures(),
        "type");
    to.counter(
        "rei_dau_reorgs_total",
        "How often the newer branch of a forked chain was taken.",
        counts.reorganisations());
    to.counter(
        "rei_dau_reorg_replaced_records_total",
        "Records that were replaced because the chain was reorganised.",
        counts.replaced());
  }

  private static void status(Optional<IngestStatus> status, Meters to) {
    Optional<IngestStatus.LastRun> run = status.flatMap(IngestStatus::lastRun);
    to.gauge("rei_dau_ingest_up", "1 if the supervisor of all runs answers.", status.isPresent());
    to.gauge(
        "rei_dau_ingest_problems",
        "Reasons why fetching is degraded, as /health tells them.",
        status.map(known -> known.problems().size()));
    to.gauge(
        "rei_dau_missing_chunks",
        "Chunks within the retention that were given up, until a run mends them.",
        status.map(known -> known.missingChunks().size()));
    to.gauge(
        "rei_dau_run_active",
        "1 while a run is under way.",
        status.map(known -> known.processing() ? 1 : 0));
    to.gauge(
        "rei_dau_run_left_blocks",
        "Blocks that the run under way has still to fetch.",
        status.map(known -> known.progress().map(IngestStatus.Progress::blocksLeft).orElse(0L)));
    to.gauge(
        "rei_dau_last_run_timestamp_seconds",
        "When the last run ended.",
        run.map(ended -> ended.finished().toEpochMilli() / 1e3));
    to.gauge(
        "rei_dau_last_run_duration_seconds",
        "How long the last run took.",
        run.map(ended -> Duration.between(ended.started(), ended.finished()).toMillis() / 1e3));
    Meters.Gauges results =
        to.gauges("rei_dau_last_run_result", "1 for how the last run ended, 0 for the others.");
    run.ifPresent(
        ended -> {
          for (IngestStatus.Result result : IngestStatus.Result.values()) {
            results.is(ended.result() == result ? 1 : 0, "result", IngestMetrics.label(result));
          }
        });
    results.told();
  }
}
