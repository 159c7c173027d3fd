package network.rei.dau.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.ingest.RunResult;

/**
 * The outcome of a run or of a backfill.
 *
 * @param lastProcessedBlock the highest stored block, including earlier runs; null if there is none
 * @param missingChunks the indexes of the chunks that could not be fetched, ascending
 * @param error the reason why there was no run; null if there was one
 * @param seconds the duration
 */
public record RunOutcome(
    Long lastProcessedBlock,
    long blocksFetched,
    int recordsSealed,
    List<Long> missingChunks,
    @JsonInclude(JsonInclude.Include.NON_NULL) String error,
    double seconds) {

  static RunOutcome of(RunResult run, OptionalLong lastProcessedBlock, long nanos) {
    Long last = lastProcessedBlock.isPresent() ? lastProcessedBlock.getAsLong() : null;
    double seconds = Math.round(nanos / 1e6) / 1e3;
    if (run instanceof RunResult.TaskCompleted done) {
      return new RunOutcome(
          last, done.blocksFetched(), done.recordsSealed(), done.missingChunks(), null, seconds);
    }
    String error = ((RunResult.TaskFailed) run).error();
    return new RunOutcome(last, 0, 0, List.of(), error, seconds);
  }
}
