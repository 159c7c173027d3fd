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
   * The attempts are used up: the next block of the chunk could not be fetched or stored. The
   * blocks before it are stored. {@link PostponedChunks} decides when the chunk is tried again.
   *
   * @param type why the last attempt failed
   * @param reason the same as a sentence
   * @param lastBlock the last block of the record; 0 if no block was fetched
   * @param blocksFetched the number of blocks that were fetched and stored
   */
  record GaveUp(IngestFailureType type, String reason, long lastBlock, long blocksFetched)
      implements ChunkOutcome {

    /** Describes a failure before which no block was stored. */
    public GaveUp(IngestFailureType type, String reason) {
      this(type, reason, 0, 0);
    }

    /** Describes the failure of a stage. */
    public static GaveUp of(Throwable failure) {
      return new GaveUp(IngestFailureType.of(failure), Failures.message(failure));
    }
  }
}
