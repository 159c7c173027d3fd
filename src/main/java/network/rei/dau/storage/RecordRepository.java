package network.rei.dau.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;

/**
 * Records that survive a crash. Every method blocks, and throws {@link StorageException} when the
 * store cannot be read or written; what was committed stays as it was.
 */
public interface RecordRepository extends AutoCloseable {

  /** What the store remembers of itself. */
  StoreIdentity identity();

  /**
   * Remembers the genesis hash, if none is remembered yet.
   *
   * @return the identity that holds from now on
   * @throws WrongStoreException if another hash is remembered: the chain under this id was reset,
   *     or is another one
   */
  StoreIdentity rememberGenesis(Hash genesisHash);

  /** Grows by one with every commit. */
  long version();

  /** When the last commit was made; before the first, when the store was. */
  Instant changedAt();

  /**
   * Makes the caller the store's only writer: commits of earlier epochs are refused from now on.
   *
   * @return the new epoch
   */
  long takeOver();

  /** The epoch under which commits are taken at present. */
  long epoch();

  /**
   * Puts a backup in the place of all that is stored, once it is known to be whole and of the same
   * chain. Whoever commits goes on under the same epoch; the version grows.
   *
   * @return where what was stored is now
   * @throws StorageException if the backup is damaged or another's, or the store is a server's,
   *     which has its own means; everything is as it was then
   */
  List<Path> replaceWith(Path backup, Clock clock);

  /**
   * Hands all records to {@code consumer}, by index, without holding more than one. The consumer
   * must not call the repository.
   *
   * @throws DamagedRecordsException at the end, if some could not be read; all others were handed
   *     over
   */
  void forEach(Consumer<StoredRecord> consumer);

  /**
   * Hands all that is kept of hours, days, weeks and months to {@code periods}, and the addresses
   * of days to {@code days}. Neither must call the repository.
   *
   * @return why the addresses of some days could not be read, a sentence each; all others were
   *     handed over
   */
  List<String> forEachPeriod(Consumer<PeriodActivity> periods, Consumer<DayAddresses> days);

  /** One record. */
  Optional<StoredRecord> find(long index);

  /**
   * What others have written, for those who hold what the store held at a version. Cheap if that is
   * nothing.
   *
   * @return empty if the store is still at this version
   */
  Optional<Changes> changesSince(long version);

  /**
   * Writes all of a commit or nothing: removes first, then writes. A record is written only if none
   * is there or it {@linkplain ChunkRecord#supersedes supersedes} the one that is; repeating a
   * commit is harmless. Returns once the data is on disk.
   *
   * @param statistics tells what that changes in what is kept of hours, days, weeks and months,
   *     which is written together with it
   * @throws IllegalArgumentException if a record's chunk is not of the store's chunk size
   */
  CommitResult commit(Commit commit, Statistics statistics);

  @Override
  void close();

  /**
   * What is written together.
   *
   * @param epoch of the writer, from {@link #takeOver}
   * @param records new or grown or corrected ones
   * @param removed indexes of records to delete (pruned, or gone in a reorg); one that is in {@code
   *     records} too is written whatever was there
   * @param at time of the commit, cut to milliseconds as the store keeps it
   */
  record Commit(long epoch, List<ChunkRecord> records, List<Long> removed, Instant at) {
    public Commit {
      records = List.copyOf(records);
      removed = List.copyOf(removed);
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /**
   * Follows from records what is kept of hours, days, weeks and months. All of it is called within
   * the commit's transaction, while nobody else can commit, and must not call the repository; what
   * it throws ends the commit, of which then nothing is written.
   */
  @FunctionalInterface
  interface Statistics {
    /**
     * The version of the store whose data it follows them from; empty if it follows them from what
     * is written alone.
     */
    default OptionalLong heldVersion() {
      return OptionalLong.empty();
    }

    /**
     * Called first, and only if others have committed since {@link #heldVersion}.
     *
     * @param changes all that they committed
     */
    default void catchUp(Changes changes) {}

    /**
     * Called at most once in a commit.
     *
     * @param written the records that were written
     */
    PeriodChanges of(List<StoredRecord> written);
  }
}
