package network.rei.dau.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.period.DayLookup;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;

/**
 * A chain that a test defines block by block, from block 0 on, and a ledger to which it commits
 * records. Times have the form {@code 01-31T23:59} and are in the year 2024.
 */
public final class LedgerFixture {

  private final int chunkSize;
  private final List<RawBlock> chain = new ArrayList<>();
  private final TreeSet<Long> forked = new TreeSet<>();
  private Ledger ledger = Ledger.empty();
  private PeriodChanges last = PeriodChanges.NONE;
  private ContractTracking tracking = ContractTracking.NONE;
  private int generation;
  private int fork;

  public LedgerFixture(int chunkSize) {
    this.chunkSize = chunkSize;
  }

  public static RawTransaction sends(int from, int to) {
    return new RawTransaction(from, to, 7);
  }

  /** Returns the first transaction of a sender. */
  public static RawTransaction begins(int from, int to) {
    return new RawTransaction(from, to, 0);
  }

  /** Returns a transaction with input. */
  public static RawTransaction calls(int user, int contract) {
    return new RawTransaction(user, contract, 7, new RawDetails(true, false, false, 2, 0xa9059cbb));
  }

  public static long time(String time) {
    return LocalDateTime.parse("2024-" + time).toEpochSecond(ZoneOffset.UTC);
  }

  public static LocalDate date(String date) {
    return LocalDate.parse("2024-" + date);
  }

  /** Returns a transaction without input, of which that is known. */
  public static RawTransaction transfers(int from, int to) {
    return new RawTransaction(from, to, 7, new RawDetails(false, true, false, 2, null));
  }

  /** Tracks contracts on the days that are stored from now on. */
  public LedgerFixture track(ContractTracking contracts) {
    tracking = contracts;
    return this;
  }

  public LedgerFixture block(String time, RawTransaction... transactions) {
    return block(time(time), transactions);
  }

  public LedgerFixture block(long timestamp, RawTransaction... transactions) {
    int parentFork = chain.isEmpty() ? fork : chain.get(chain.size() - 1).fork();
    chain.add(new RawBlock(chain.size(), timestamp, fork, parentFork, Arrays.asList(transactions)));
    return this;
  }

  /** Appends an empty block at noon of each of a number of days. */
  public LedgerFixture noons(String first, int days) {
    for (int i = 0; i < days; i++) {
      block(time(first + "T12:00") + i * DayLookup.SECONDS_A_DAY);
    }
    return this;
  }

  /** Removes the blocks from this one on; blocks that are appended later are of another branch. */
  public LedgerFixture leave(long number) {
    chain.subList((int) number, chain.size()).clear();
    forked.add(number / chunkSize);
    fork++;
    generation++;
    return this;
  }

  public long head() {
    return chain.size() - 1L;
  }

  public ChunkRecord record(long chunk) {
    List<RawBlock> blocks =
        chain.stream().filter(block -> block.number() / chunkSize == chunk).toList();
    int of = forked.isEmpty() || forked.first() > chunk ? 0 : generation;
    return ChunkRecord.of(new Chunk(chunk, chunkSize), of, RawBlock.toActivities(blocks));
  }

  /** Commits the records of some chunks at once, up to the head of the chain. */
  public PeriodChanges enter(long... chunks) {
    return commit(Arrays.stream(chunks).boxed().toList(), LedgerChange.Removal.NONE);
  }

  /** Commits all records one after the other, oldest first. */
  public LedgerFixture enterAll() {
    LongStream.rangeClosed(0, head() / chunkSize).forEach(this::enter);
    return this;
  }

  public PeriodChanges remove(Long... chunks) {
    return commit(List.of(), LedgerChange.Removal.ofOrphaned(List.of(chunks)));
  }

  public PeriodChanges prune(Long... chunks) {
    return commit(List.of(), new LedgerChange.Removal(List.of(), List.of(chunks), List.of()));
  }

  public PeriodChanges deleteAddresses(LocalDate... days) {
    return commit(List.of(), new LedgerChange.Removal(List.of(), List.of(), List.of(days)));
  }

  private PeriodChanges commit(List<Long> chunks, LedgerChange.Removal removal) {
    List<StoredRecord> entries =
        chunks.stream().map(chunk -> new StoredRecord(record(chunk), Instant.EPOCH)).toList();
    LedgerChange change =
        LedgerChange.of(ledger, entries, removal, index -> Optional.empty(), tracking);
    ledger = change.ledger();
    last = change.periods();
    return last;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Returns the records that neither a retention of some hours nor an incomplete day needs. */
  public List<Long> prunable(int hours, String firstDay) {
    return ledger.olderThan(Duration.ofHours(hours), date(firstDay), Long.MAX_VALUE);
  }

  /** Returns the stored period that contains a time. */
  public Optional<PeriodActivity> kept(Resolution resolution, String time) {
    return ledger.history().period(resolution, resolution.around(time(time)).from());
  }

  public PeriodActivity day(String date) {
    return kept(Resolution.DAY, date + "T00:00").orElseThrow();
  }

  public Engagement engagement(String date) {
    return day(date).engagement();
  }

  /** Returns the readable form. */
  public PeriodActivity shown(Resolution resolution, String time) {
    return new Timeline(ledger).at(resolution, resolution.around(time(time)));
  }

  public boolean hasAddresses(String date) {
    return ledger.history().hasAddresses(date(date));
  }
}
