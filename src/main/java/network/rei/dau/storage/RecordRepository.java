package network.rei.dau.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;

/**
 * Stores records durably. Every method blocks, and throws {@link StorageException} if the store
 * cannot be read or written; committed data is unchanged then.
 */
public interface RecordRepository extends AutoCloseable {

  /** Returns the chain and the chunk size of the store. */
  StoreIdentity identity();

  /**
   * Stores the genesis hash unless one is stored. While nothing was ever committed, it replaces the
   * stored one: an endpoint may have answered a wrong one first.
   *
   * @return the identity with the stored hash
   * @throws WrongStoreException if another hash is stored: the chain was reset, or another chain
   *     has the same id
   */
  StoreIdentity rememberGenesis(Hash genesisHash);

  /** Replaces the stored genesis hash, which is wrong if the stored records are on the chain. */
  void replaceGenesis(Hash genesisHash);

  /** Returns the version, which grows by one with every commit. */
  long version();

  /** Returns the version and the mark of the commit that made it. */
  StoreVersion storeVersion();

  /** Returns the time of the last commit; that of the creation if there is none. */
  Instant changedAt();

  /**
   * Makes the caller the only writer of the store: commits of earlier epochs are refused.
   *
   * @return the new epoch
   */
  long takeOver();

  /** Returns the epoch under which commits are accepted. */
  long epoch();

  /**
   * Replaces the store by a backup after checking that the backup is complete and of the same
   * chain. Commits continue under the same epoch; the version grows.
   *
   * @return the places of the replaced files
   * @throws StorageException if the backup is damaged or of another chain, or if the store is on a
   *     database server; the store is unchanged then
   */
  List<Path> replaceWith(Path backup, Clock clock);

  /**
   * Passes all records to a consumer in descending order of their indexes, with one record in
   * memory at a time. The consumer must not call the repository.
   *
   * @throws DamagedRecordsException at the end, if some records cannot be read
   */
  void forEachFromNewest(Consumer<StoredRecord> consumer);

  /**
   * Passes the statistics of all hours, days, weeks and months, and the addresses of days, to
   * consumers, which must not call the repository. The addresses of the newest day come first.
   *
   * @return why the addresses of some days cannot be read, a sentence for each
   */
  List<String> forEachPeriod(Consumer<PeriodActivity> periods, Consumer<DayAddresses> days);

  /** Returns the times that pruned records have left behind. */
  List<TimeFloor> timeFloors();

  /** Reads one record. */
  Optional<StoredRecord> find(long index);

  /**
   * Reads what was written after a version.
   *
   * @return empty if the store is still at this version, which is cheap to find out
   */
  Optional<Changes> changesSince(StoreVersion version);

  /**
   * Writes the whole commit or nothing, and returns once it is durable. Records are removed first;
   * a record is then written if no record of its chunk is stored or if it {@linkplain
   * ChunkRecord#supersedes supersedes} the stored one. Pruned records are deleted last, after the
   * statistics were derived. Repeating a commit is harmless.
   *
   * @param statistics derives the statistics of hours, days, weeks and months, which are written in
   *     the same transaction
   * @return how the commit ended; never a conflict, which {@code statistics} may throw
   * @throws IllegalArgumentException if a record's chunk is not of the store's chunk size
   */
  CommitResult commit(Commit commit, Statistics statistics);

  /**
   * Tries whether the server of the store accepts a connection, within seconds. Any thread may call
   * it, also while another method is in progress.
   *
   * @throws StoreUnavailableException if it does not
   */
  default void probe() {}

  @Override
  void close();

  /**
   * The content of a commit.
   *
   * @param epoch of the writer, from {@link #takeOver}
   * @param records new, grown or corrected records
   * @param removed indexes of records to delete, as after a reorganisation; a record that is in
   *     {@code records} as well is written in any case
   * @param pruned indexes of records to delete because they are old
   * @param at time of the commit, truncated to milliseconds as in the store
   * @param mark a random number; see {@link StoreVersion}
   */
  record Commit(
      long epoch,
      List<ChunkRecord> records,
      List<Long> removed,
      List<Long> pruned,
      Instant at,
      long mark) {

    public Commit {
      records = List.copyOf(records);
      removed = List.copyOf(removed);
      pruned = List.copyOf(pruned);
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Creates a commit with a random mark. */
    public Commit(
        long epoch, List<ChunkRecord> records, List<Long> removed, List<Long> pruned, Instant at) {
      this(epoch, records, removed, pruned, at, ThreadLocalRandom.current().nextLong());
    }

    /** Creates a commit that prunes nothing. */
    public Commit(long epoch, List<ChunkRecord> records, List<Long> removed, Instant at) {
      this(epoch, records, removed, List.of(), at);
    }
  }

  /**
   * Derives the statistics of hours, days, weeks and months from records. Its methods are called
   * within the transaction of the commit, while no other process can commit, and must not call the
   * repository; they read records by the function that they receive. An exception rolls the
   * transaction back.
   */
  @FunctionalInterface
  interface Statistics {
    /**
     * Returns the version of the store that the statistics are derived from; empty if they depend
     * on the written records only.
     */
    default Optional<StoreVersion> heldVersion() {
      return Optional.empty();
    }

    /**
     * Applies the commits that other processes made after {@link #heldVersion}. It is called first,
     * if there are any.
     *
     * @param changes since that version
     */
    default void catchUp(Changes changes) {}

    /**
     * Returns the changes of the statistics. It is called at most once in a commit.
     *
     * @param written the records that the commit has written
     * @param stored reads a record by its chunk index, as the transaction sees it; pruned records
     *     are still there. Empty if there is none; a {@link StorageException} if it cannot be read
     */
    PeriodChanges of(List<StoredRecord> written, LongFunction<Optional<ChunkRecord>> stored);

    /**
     * Returns the times that pruned records have left behind after the commit. It is called after
     * {@link #of}.
     *
     * @return empty if the commit does not change them
     */
    default Optional<List<TimeFloor>> timeFloors() {
      return Optional.empty();
    }
  }
}
