package network.rei.dau.ingest.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.ingest.IngestFailureType;

/** How the work on a chunk ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ChunkOutcome.Stored.class, name = "stored"),
  @JsonSubTypes.Type(value = ChunkOutcome.GaveUp.class, name = "gave-up")
})
public sealed interface ChunkOutcome {

  /**
   * The chunk's record is durable up to a block.
   *
   * @param lastBlock the last block of the record
   * @param blocksFetched the number of blocks that were fetched for it
   */
  record Stored(long lastBlock, long blocksFetched) implements ChunkOutcome {}

  /**
   * The attempts are used up; the chunk keeps its record until the next run.
   *
   * @param type why the last attempt failed
   * @param reason the same as a sentence
   */
  record GaveUp(IngestFailureType type, String reason) implements ChunkOutcome {

    /** Describes the failure of a stage. */
    public static GaveUp of(Throwable failure) {
      return new GaveUp(IngestFailureType.of(failure), Failures.message(failure));
    }
  }
}
