package network.rei.dau.ingest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the work on a chunk ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
  @JsonSubTypes.Type(value = ChunkOutcome.Stored.class, name = "stored"),
  @JsonSubTypes.Type(value = ChunkOutcome.GaveUp.class, name = "gave-up")
})
sealed interface ChunkOutcome {

  /**
   * The chunk's record is durable up to a block.
   *
   * @param lastBlock the record's last
   * @param blocksFetched for it
   */
  record Stored(long lastBlock, long blocksFetched) implements ChunkOutcome {}

  /**
   * The attempts are used up; the chunk stays as it was until the next run.
   *
   * @param type a short, stable word to count by
   * @param reason a sentence
   */
  record GaveUp(String type, String reason) implements ChunkOutcome {}
}
