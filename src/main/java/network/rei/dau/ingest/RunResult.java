package network.rei.dau.ingest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import network.rei.dau.cluster.CborSerializable;

/** How a run ended. The supervisor sends it to everyone who requested the run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunResult.TaskCompleted.class, name = "completed"),
  @JsonSubTypes.Type(value = RunResult.TaskFailed.class, name = "failed")
})
public sealed interface RunResult extends CborSerializable {

  /**
   * Everything that could be fetched is stored.
   *
   * @param timestamp when the run ended
   * @param lastProcessedBlock the highest stored block; -1 if there is none
   * @param blocksFetched the number of blocks that the run fetched
   * @param recordsSealed the number of records that the run sealed
   * @param missingChunks the indexes of the chunks that were given up, ascending
   * @param took how long the run took
   */
  record TaskCompleted(
      Instant timestamp,
      long lastProcessedBlock,
      long blocksFetched,
      int recordsSealed,
      List<Long> missingChunks,
      Duration took)
      implements RunResult {}

  /**
   * The run could not be made.
   *
   * @param timestamp when the run ended
   * @param type why it failed
   * @param error the same as a sentence
   */
  record TaskFailed(Instant timestamp, IngestFailureType type, String error) implements RunResult {}
}
