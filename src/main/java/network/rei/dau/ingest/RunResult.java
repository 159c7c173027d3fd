package network.rei.dau.ingest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.rei.dau.cluster.CborSerializable;

/** How a run ended, for whoever asked for it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunResult.TaskCompleted.class, name = "completed"),
  @JsonSubTypes.Type(value = RunResult.TaskFailed.class, name = "failed")
})
public sealed interface RunResult extends CborSerializable {

  /**
   * Everything that could be fetched is stored.
   *
   * @param timestamp when it ended
   * @param lastProcessedBlock the highest block stored; -1 if there is none
   * @param blocksFetched in this run
   * @param recordsSealed in this run
   * @param missingChunks indexes of the chunks that were given up, ascending
   * @param took from its start
   */
  public record TaskCompleted(
      Instant timestamp,
      long lastProcessedBlock,
      long blocksFetched,
      int recordsSealed,
      List<Long> missingChunks,
      Duration took)
      implements RunResult {}

  /**
   * The run could not be made: the chain or the store did not answer, or another run is under way.
   *
   * @param type a short, stable word to count by
   * @param error a sentence
   */
  record TaskFailed(Instant timestamp, String type, String error) implements RunResult {}
}
